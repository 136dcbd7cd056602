package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// Withdraw takes money out of an account. It also works in a closed area and for a closed account.
func (s msgServer) Withdraw(goCtx context.Context, msg *types.MsgWithdraw) (*types.MsgWithdrawResponse, error) {
	// load
	ctx, owner, b, err := s.ofSigner(goCtx, "owner", msg.Owner, msg)
	if err != nil {
		return nil, err
	}
	slot, err := s.slotOf(ctx, b.area.Id, owner)
	if err != nil {
		return nil, err
	}
	seat, err := b.touch(ctx, slot)
	if err != nil {
		return nil, err
	}
	purse, err := b.money(ctx)
	if err != nil {
		return nil, err
	}
	account := &seat.account.now

	// decide
	if err := expectDenomOf(b.area, msg.Amount.Denom); err != nil {
		return nil, err
	}
	amount := msg.Amount.Amount.Uint64()
	if account.Prepaid < amount {
		return nil, types.ErrInsufficientFunds.Wrapf("area %d, slot %d: expected at most %d, got %d", account.Area, slot, account.Prepaid, amount)
	}

	// apply
	account.Prepaid -= amount
	purse.Prepaid -= amount
	if err := ctx.EventManager().EmitTypedEvent(&types.EventPrepaidWithdrawn{
		Area: account.Area, Slot: account.Slot, Amount: msg.Amount, Prepaid: account.Prepaid,
	}); err != nil {
		return nil, err
	}
	if err := b.commit(ctx); err != nil {
		return nil, err
	}
	if err := s.bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, owner.Bytes, sdk.NewCoins(msg.Amount)); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawResponse{Prepaid: account.Prepaid}, nil
}
