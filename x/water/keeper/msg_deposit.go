package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// Deposit puts money into an account, from which renewals and purchases by policy are paid.
func (s msgServer) Deposit(goCtx context.Context, msg *types.MsgDeposit) (*types.MsgDepositResponse, error) {
	// load
	ctx, b, seat, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	purse, err := b.money(ctx)
	if err != nil {
		return nil, err
	}

	// decide
	if err := expectOpen(b.area); err != nil {
		return nil, err
	}
	if err := expectDenomOf(b.area, msg.Amount.Denom); err != nil {
		return nil, err
	}
	amount := msg.Amount.Amount.Uint64()
	if err := expectRoom(*purse, amount); err != nil {
		return nil, err
	}

	// apply
	account := &seat.account.now
	account.Prepaid += amount
	purse.Prepaid += amount
	if err := s.bank.SendCoinsFromAccountToModule(ctx, seat.owner, types.ModuleName, sdk.NewCoins(msg.Amount)); err != nil {
		return nil, err
	}
	if err := ctx.EventManager().EmitTypedEvent(&types.EventPrepaidDeposited{
		Area: account.Area, Slot: account.Slot, Amount: msg.Amount, Prepaid: account.Prepaid,
	}); err != nil {
		return nil, err
	}
	if err := b.commit(ctx); err != nil {
		return nil, err
	}
	return &types.MsgDepositResponse{Prepaid: account.Prepaid}, nil
}
