package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/types"
)

// CloseAccount moves a household out: its tokens return to the other households, its prepaid money is paid out.
func (s msgServer) CloseAccount(goCtx context.Context, msg *types.MsgCloseAccount) (*types.MsgCloseAccountResponse, error) {
	// load
	ctx, b, seat, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return nil, err
	}

	// decide
	if err := books.ExpectNoOrder(seat); err != nil {
		return nil, err
	}
	if overdraft := seat.Household.Overdraft; overdraft > 0 && !b.Area.IsClosed() {
		return nil, types.ErrOverdrawn.Wrapf("area %d, slot %d: expected no overdraft, got %d litres", b.Area.Id, seat.Slot, overdraft)
	}

	// apply
	meter := seat.Meter
	left, err := b.MoveOut(ctx, seat)
	if err != nil {
		return nil, err
	}
	account := &seat.Account.Now
	paid := b.Coin(account.Prepaid)
	purse.Prepaid -= account.Prepaid
	account.Prepaid = 0
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	if meter != 0 {
		if err := s.Meters.UnbindMeter(ctx, meter, types.ModuleName); err != nil {
			return nil, err
		}
	}
	returned := left.Balance + left.Lifeline
	err = ctx.EventManager().EmitTypedEvent(types.NewEventAccountClosed(*account, types.ReasonClosed, returned, left.Forgiven))
	if err != nil {
		return nil, err
	}
	if paid.IsPositive() {
		if err := s.Bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, seat.Owner, sdk.NewCoins(paid)); err != nil {
			return nil, err
		}
	}
	return &types.MsgCloseAccountResponse{ReturnedLitres: returned, Paid: paid}, nil
}
