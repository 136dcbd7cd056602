package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
)

// Withdraw pays out money from the signer's wallet, also after leaving and from a closed community.
func (s msgServer) Withdraw(goCtx context.Context, msg *types.MsgWithdraw) (*types.MsgWithdrawResponse, error) {
	// load
	ctx, account, community, err := s.ofSigner(goCtx, "account", msg.Account, msg)
	if err != nil {
		return nil, err
	}
	if _, err := s.MemberOfAccount(ctx, community.Id, msg.Slot, account); err != nil {
		return nil, err
	}
	wallet, err := s.Wallet(ctx, community.Id, msg.Slot)
	if err != nil {
		return nil, err
	}
	if err := state.ExpectDenomOf(community, msg.Amount); err != nil {
		return nil, err
	}
	if err := s.ExpectNotSettling(ctx, community.Id); err != nil {
		return nil, err
	}

	// decide
	amount := msg.Amount.Amount.Uint64()
	if amount > wallet.Prepaid {
		return nil, types.ErrInsufficientFunds.Wrapf("community %d, slot %d: expected at most %d, got %d",
			community.Id, msg.Slot, wallet.Prepaid, amount)
	}

	// apply
	wallet.Prepaid -= amount
	community.Prepaid -= amount
	if err := s.SetCommunity(ctx, community); err != nil {
		return nil, err
	}
	if err := s.Wallets.Set(ctx, community.Id, msg.Slot, wallet); err != nil {
		return nil, err
	}
	err = ctx.EventManager().EmitTypedEvent(&types.EventWalletWithdrawn{
		Community: community.Id, Slot: msg.Slot, Amount: msg.Amount, Prepaid: wallet.Prepaid,
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgWithdrawResponse{Prepaid: wallet.Prepaid},
		s.Bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, account.Bytes, sdk.NewCoins(msg.Amount))
}
