package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// Silent returns active meters whose last accepted reading is older than a time, by number. A page examines as many meters as
// its limit, whether they are silent or not, so its work is bounded.
func (q queryServer) Silent(goCtx context.Context, req *types.QuerySilentRequest) (*types.QuerySilentResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	if req.Since <= 0 || req.Since > types.MaxTime {
		return nil, sdkerrors.ErrInvalidRequest.Wrapf("since: expected Unix seconds from 1 to %d, got %d; --since gives them",
			types.MaxTime, req.Since)
	}
	page, err := lists.SpanOf(req.Pagination)
	if err != nil {
		return nil, err
	}
	walk, err := q.scopeOf(req)
	if err != nil {
		return nil, err
	}
	resp, looked := &types.QuerySilentResponse{}, uint64(0)
	err = walk(ctx, page.From, func(id uint64) (bool, error) {
		if looked == page.Limit {
			resp.Pagination = lists.Next(id)
			return true, nil
		}
		looked++
		m, silent, err := q.silentMeter(ctx, id, req.Since)
		if silent {
			resp.Meters = append(resp.Meters, m)
		}
		return false, err
	})
	return resp, err
}

// scope visits the numbers of some meters from a number on, ascending, until the visitor stops.
type scope func(ctx context.Context, from uint64, visit func(id uint64) (stop bool, err error)) error

// scopeOf returns the narrowest list with all requested meters.
func (k *Keeper) scopeOf(req *types.QuerySilentRequest) (scope, error) {
	switch {
	case req.Owner != "" && req.Module != "":
		return nil, sdkerrors.ErrInvalidRequest.Wrap("expected --owner or --module with --ref, got both")
	case req.Owner != "":
		owner, err := k.ReadAddress("owner", req.Owner)
		return func(ctx context.Context, from uint64, visit func(uint64) (bool, error)) error {
			r := collections.NewPrefixedPairRange[[]byte, uint64](owner.Bytes).StartInclusive(from)
			return k.owners.Walk(ctx, r, func(key collections.Pair[[]byte, uint64]) (bool, error) { return visit(key.K2()) })
		}, err
	case req.Module != "":
		if _, err := k.sink(req.Module); err != nil {
			return nil, sdkerrors.ErrInvalidRequest.Wrapf("module: %s", err)
		}
		return func(ctx context.Context, from uint64, visit func(uint64) (bool, error)) error {
			r := collections.NewPrefixedPairRange[place, uint64](collections.Join(req.Module, req.Ref)).StartInclusive(from)
			return k.bindings.Walk(ctx, r, func(key collections.Pair[place, uint64]) (bool, error) { return visit(key.K2()) })
		}, nil
	case req.Ref != 0:
		return nil, sdkerrors.ErrInvalidRequest.Wrapf("module: expected the one that has %d, got none; --module names it", req.Ref)
	}
	return func(ctx context.Context, from uint64, visit func(uint64) (bool, error)) error {
		r := new(collections.Range[uint64]).StartInclusive(from)
		return k.meters.Walk(ctx, r, func(id uint64, _ types.Meter) (bool, error) { return visit(id) })
	}, nil
}

// silentMeter returns a meter in the form of the response, and whether it is silent.
func (k *Keeper) silentMeter(ctx sdk.Context, id uint64, since int64) (types.SilentMeter, bool, error) {
	m, err := k.Meter(ctx, id)
	if err != nil || m.Status != types.METER_STATUS_ACTIVE {
		return types.SilentMeter{}, false, err
	}
	last, err := k.Registers(ctx, id)
	if err != nil || last.Time >= since {
		return types.SilentMeter{}, false, err
	}
	return types.SilentMeter{
		Meter:         m.Id,
		Serial:        m.Serial,
		Owner:         m.Owner,
		Binding:       m.Binding,
		LastTime:      last.Time,
		SilentSeconds: uint64(max(ctx.BlockTime().Unix()-last.Time, 0)), //nolint:gosec // not negative
	}, true, nil
}
