package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// Meters returns all meters with their last registers, by number.
func (q queryServer) Meters(ctx context.Context, req *types.QueryMetersRequest) (*types.QueryMetersResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	meters, next, err := query.CollectionPaginate(ctx, q.meters, lists.Page(req.Pagination),
		func(_ uint64, m types.Meter) (types.MeterView, error) { return q.meterView(ctx, m) })
	return &types.QueryMetersResponse{Meters: meters, Pagination: next}, err
}

// MetersByOwner returns the meters of an owner with their last registers, by number.
func (q queryServer) MetersByOwner(
	ctx context.Context, req *types.QueryMetersByOwnerRequest,
) (*types.QueryMetersByOwnerResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	owner, err := q.ReadAddress("owner", req.Owner)
	if err != nil {
		return nil, err
	}
	meters, next, err := query.CollectionPaginate(ctx, q.owners, lists.Page(req.Pagination),
		func(key collections.Pair[[]byte, uint64], _ collections.NoValue) (types.MeterView, error) {
			m, err := q.Keeper.Meter(ctx, key.K2())
			if err != nil {
				return types.MeterView{}, err
			}
			return q.meterView(ctx, m)
		},
		query.WithCollectionPaginationPairPrefix[[]byte, uint64](owner.Bytes))
	return &types.QueryMetersByOwnerResponse{Meters: meters, Pagination: next}, err
}

// meterView returns a meter with its last registers; none before its activation.
func (k *Keeper) meterView(ctx context.Context, m types.Meter) (types.MeterView, error) {
	last, err := k.Registers(ctx, m.Id)
	switch {
	case errors.Is(err, types.ErrWrongStatus):
		return types.MeterView{Meter: m}, nil
	case err != nil:
		return types.MeterView{}, err
	}
	return types.MeterView{Meter: m, Registers: &last}, nil
}

// MeterBySerial returns the meter with a serial number of an issuer.
func (q queryServer) MeterBySerial(
	ctx context.Context, req *types.QueryMeterBySerialRequest,
) (*types.QueryMeterBySerialResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	issuer, err := q.ReadAddress("issuer", req.Issuer)
	if err != nil {
		return nil, err
	}
	id, err := q.serials.Get(ctx, collections.Join(issuer.Bytes, req.Serial))
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.ErrMeterNotFound.Wrapf("serial %q of %s", req.Serial, issuer.Text)
	}
	if err != nil {
		return nil, err
	}
	m, err := q.Keeper.Meter(ctx, id)
	if err != nil {
		return nil, err
	}
	return &types.QueryMeterBySerialResponse{Meter: m}, nil
}
