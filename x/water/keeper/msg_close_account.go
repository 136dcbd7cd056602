package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/types"
)

// CloseAccount moves a household out in two steps, so that it pays all that its meter draws. The first one announces it and closes the valve. The
// second one, after a reading that was taken since, ends the account: its tokens return to the other households.
func (s msgServer) CloseAccount(goCtx context.Context, msg *types.MsgCloseAccount) (*types.MsgCloseAccountResponse, error) {
	// load
	ctx, b, seat, err := s.ofOpenOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	registers, err := s.Meters.Registers(ctx, seat.Meter)
	if err != nil {
		return nil, err
	}
	account := &seat.Account.Now

	// decide
	announced := account.ClosingAt != 0
	read := announced && registers.Time >= account.ClosingAt
	if err := books.ExpectNoOrder(seat); read && err != nil {
		return nil, err
	}
	if overdraft := seat.Household.Overdraft; read && overdraft > 0 && !b.Area.IsClosed() {
		return nil, types.ErrOverdrawn.Wrapf("area %d, slot %d: expected no overdraft, got %d litres", b.Area.Id, seat.Slot, overdraft)
	}

	// apply
	if read {
		return s.endAccount(ctx, b, seat)
	}
	if announced {
		return &types.MsgCloseAccountResponse{}, b.Commit(ctx)
	}
	account.ClosingAt = b.Now
	seat.Holding.Bounded = true
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	return &types.MsgCloseAccountResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventAccountClosing{Area: b.Area.Id, Slot: seat.Slot})
}

// endAccount ends the account of a household whose closing reading has been counted.
func (s msgServer) endAccount(ctx sdk.Context, b *books.Books, seat *books.Seat) (*types.MsgCloseAccountResponse, error) {
	meter := seat.Meter
	left, err := b.MoveOut(ctx, seat)
	if err != nil {
		return nil, err
	}
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	if err := s.Meters.UnbindMeter(ctx, meter, types.ModuleName); err != nil {
		return nil, err
	}
	returned := left.Balance + left.Lifeline
	return &types.MsgCloseAccountResponse{Closed: true, ReturnedLitres: returned}, ctx.EventManager().EmitTypedEvent(
		types.NewEventAccountClosed(seat.Account.Now, types.ReasonClosed, returned, left.Debt))
}
