package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Subscribe pays the fee of the enrolling period for the attested persons behind the meter.
func (s msgServer) Subscribe(goCtx context.Context, msg *types.MsgSubscribe) (*types.MsgSubscribeResponse, error) {
	// load
	ctx, b, seat, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	period, err := b.EnrollingPeriod(ctx)
	if err != nil {
		return nil, err
	}
	o, err := b.QuoteSubscription(ctx, seat, period)
	if err != nil {
		return nil, err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectRoom(*purse, o.Fee); err != nil {
		return nil, err
	}

	// apply
	if o.Fee > 0 {
		if err := s.Bank.SendCoinsFromAccountToModule(ctx, seat.Owner, types.ModuleName, sdk.NewCoins(b.Coin(o.Fee))); err != nil {
			return nil, err
		}
	}
	if err := b.Subscribe(ctx, seat, o, false); err != nil {
		return nil, err
	}
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	return &types.MsgSubscribeResponse{Period: o.Period.Number, Persons: o.Persons, Fee: b.Coin(o.Fee)}, nil
}
