package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Subscribe pays the fees of coming periods for the attested persons behind the meter.
func (s msgServer) Subscribe(goCtx context.Context, msg *types.MsgSubscribe) (*types.MsgSubscribeResponse, error) {
	// load
	ctx, b, seat, err := s.ofOpenOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	if err := state.ExpectOpen(b.Area); err != nil {
		return nil, err
	}
	meter, err := s.Meters.Meter(ctx, seat.Meter)
	if err != nil {
		return nil, err
	}
	if err := b.CountPersons(ctx, seat, meter); err != nil {
		return nil, err
	}
	o, err := b.QuoteSubscription(ctx, seat, msg.Periods)
	if err != nil {
		return nil, err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return nil, err
	}

	// decide
	for _, part := range o.Parts {
		if part.Fee > msg.MaxFeePerPerson {
			return nil, types.ErrFeeTooHigh.Wrapf("area %d, period %d: expected a fee of at most %d for a person, got %d",
				b.Area.Id, part.First, msg.MaxFeePerPerson, part.Fee)
		}
	}
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
	return &types.MsgSubscribeResponse{Subscription: o.Shown(), Fee: b.Coin(o.Fee)}, nil
}
