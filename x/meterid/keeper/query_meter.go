package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/did"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// Meter returns a meter with its last registers and what is pending for it.
func (q queryServer) Meter(ctx context.Context, req *types.QueryMeterRequest) (*types.QueryMeterResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	m, err := q.Keeper.Meter(ctx, req.Meter)
	if err != nil {
		return nil, err
	}
	id, err := did.Format(did.DID{ChainID: sdk.UnwrapSDKContext(ctx).ChainID(), Meter: m.Id})
	if err != nil {
		return nil, types.ErrInvalidDID.Wrap(err.Error())
	}
	r := &types.QueryMeterResponse{Meter: m, Did: id}
	if r.Quarantined, err = find(ctx, q.quarantine, m.Id); err != nil {
		return nil, err
	}
	if r.PendingKey, err = find(ctx, q.pendingKeys, m.Id); err != nil {
		return nil, err
	}
	if r.PendingTransfer, err = find(ctx, q.pendingTransfers, m.Id); err != nil {
		return nil, err
	}
	if r.PendingReplacement, err = find(ctx, q.pendingReplacements, m.Id); err != nil {
		return nil, err
	}
	view, err := q.meterView(ctx, m)
	if err != nil {
		return nil, err
	}
	r.Registers = view.Registers
	return r, nil
}

// find returns a value, or nil if there is none.
func find[V any](ctx context.Context, m collections.Map[uint64, V], id uint64) (*V, error) {
	v, err := m.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, nil
	}
	return &v, err
}
