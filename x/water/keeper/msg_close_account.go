package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// CloseAccount moves a household out: its tokens go back to those who stay, its prepaid money is paid out.
func (s msgServer) CloseAccount(goCtx context.Context, msg *types.MsgCloseAccount) (*types.MsgCloseAccountResponse, error) {
	// load
	ctx, b, seat, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	purse, err := b.money(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.expectQuiet(ctx, b.area.Id); err != nil {
		return nil, err
	}

	// decide
	if owes := seat.household.Overdraft; owes > 0 && !b.area.IsClosed() {
		return nil, types.ErrOverdrawn.Wrapf("area %d, slot %d: expected no overdraft, got %d litres", b.area.Id, seat.slot, owes)
	}

	// apply
	meter := seat.meter
	left, err := b.moveOut(ctx, seat)
	if err != nil {
		return nil, err
	}
	account := &seat.account.now
	paid := b.coin(account.Prepaid)
	purse.Prepaid -= account.Prepaid
	account.Prepaid = 0
	if err := b.commit(ctx); err != nil {
		return nil, err
	}
	if meter != 0 {
		if err := s.meters.UnbindMeter(ctx, meter, types.ModuleName); err != nil {
			return nil, err
		}
	}
	returned := left.Balance + left.Lifeline
	err = ctx.EventManager().EmitTypedEvent(types.NewEventAccountClosed(*account, types.ReasonClosed, returned, left.Forgiven))
	if err != nil {
		return nil, err
	}
	if paid.IsPositive() {
		if err := s.bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, seat.owner, sdk.NewCoins(paid)); err != nil {
			return nil, err
		}
	}
	return &types.MsgCloseAccountResponse{ReturnedLitres: returned, Paid: paid}, nil
}
