package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Withdraw pays out prepaid money of an account, also in a closed area and of a closed account.
func (s msgServer) Withdraw(goCtx context.Context, msg *types.MsgWithdraw) (*types.MsgWithdrawResponse, error) {
	// load
	ctx, b, seat, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return nil, err
	}
	account := &seat.Account.Now

	// decide
	if err := state.ExpectDenomOf(b.Area, msg.Amount.Denom); err != nil {
		return nil, err
	}
	amount := msg.Amount.Amount.Uint64()
	if account.Prepaid < amount {
		return nil, types.ErrInsufficientFunds.Wrapf("area %d, slot %d: expected at most %d, got %d", account.Area, account.Slot, account.Prepaid, amount)
	}

	// apply
	account.Prepaid -= amount
	purse.Prepaid -= amount
	if err := ctx.EventManager().EmitTypedEvent(&types.EventPrepaidWithdrawn{
		Area: account.Area, Slot: account.Slot, Amount: msg.Amount, Prepaid: account.Prepaid,
	}); err != nil {
		return nil, err
	}
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	if err := s.Bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, seat.Owner, sdk.NewCoins(msg.Amount)); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawResponse{Prepaid: account.Prepaid}, nil
}
