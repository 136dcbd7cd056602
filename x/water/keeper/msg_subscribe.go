package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// Subscribe pays the fee of the period that enrols, for the persons who are attested to live behind the meter.
func (s msgServer) Subscribe(goCtx context.Context, msg *types.MsgSubscribe) (*types.MsgSubscribeResponse, error) {
	// load
	ctx, b, seat, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	period, err := b.enrolling(ctx)
	if err != nil {
		return nil, err
	}
	o, err := b.offer(ctx, seat, period)
	if err != nil {
		return nil, err
	}
	purse, err := b.money(ctx)
	if err != nil {
		return nil, err
	}

	// decide
	if err := expectRoom(*purse, o.fee); err != nil {
		return nil, err
	}

	// apply
	if o.fee > 0 {
		if err := s.bank.SendCoinsFromAccountToModule(ctx, seat.owner, types.ModuleName, sdk.NewCoins(b.coin(o.fee))); err != nil {
			return nil, err
		}
	}
	if err := b.subscribe(ctx, seat, o, false); err != nil {
		return nil, err
	}
	if err := b.commit(ctx); err != nil {
		return nil, err
	}
	return &types.MsgSubscribeResponse{Period: o.period.Number, Persons: o.persons, Fee: b.coin(o.fee)}, nil
}
