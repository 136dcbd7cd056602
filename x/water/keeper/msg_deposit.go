package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Deposit adds to the prepaid money of an account, which pays for renewals and purchases by policy.
func (s msgServer) Deposit(goCtx context.Context, msg *types.MsgDeposit) (*types.MsgDepositResponse, error) {
	// load
	ctx, b, seat, err := s.ofOpenOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectOpen(b.Area); err != nil {
		return nil, err
	}
	if err := state.ExpectDenomOf(b.Area, msg.Amount.Denom); err != nil {
		return nil, err
	}
	amount := msg.Amount.Amount.Uint64()
	if err := state.ExpectRoom(*purse, amount); err != nil {
		return nil, err
	}

	// apply
	account := &seat.Account.Now
	account.Prepaid += amount
	purse.Prepaid += amount
	if err := s.Bank.SendCoinsFromAccountToModule(ctx, seat.Owner, types.ModuleName, sdk.NewCoins(msg.Amount)); err != nil {
		return nil, err
	}
	if err := ctx.EventManager().EmitTypedEvent(&types.EventPrepaidDeposited{
		Area: account.Area, Slot: account.Slot, Amount: msg.Amount, Prepaid: account.Prepaid,
	}); err != nil {
		return nil, err
	}
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	return &types.MsgDepositResponse{Prepaid: account.Prepaid}, nil
}
