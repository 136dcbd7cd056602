package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
)

// Deposit pays money into a wallet, which need not be the signer's.
func (s msgServer) Deposit(goCtx context.Context, msg *types.MsgDeposit) (*types.MsgDepositResponse, error) {
	// load
	ctx, depositor, community, err := s.ofSigner(goCtx, "depositor", msg.Depositor, msg)
	if err != nil {
		return nil, err
	}
	wallet, err := s.Wallet(ctx, community.Id, msg.Slot)
	if err != nil {
		return nil, err
	}
	if err := state.ExpectOpen(community); err != nil {
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
	if room := types.MaxPrepaid - community.Prepaid; amount > room {
		return nil, types.ErrBalanceTooLarge.Wrapf("community %d: expected at most %d more, got %d", community.Id, room, amount)
	}

	// apply
	wallet.Prepaid += amount
	community.Prepaid += amount
	err = s.Bank.SendCoinsFromAccountToModule(ctx, depositor.Bytes, types.ModuleName, sdk.NewCoins(msg.Amount))
	if err != nil {
		return nil, err
	}
	if err := s.SetCommunity(ctx, community); err != nil {
		return nil, err
	}
	if err := s.Wallets.Set(ctx, community.Id, msg.Slot, wallet); err != nil {
		return nil, err
	}
	return &types.MsgDepositResponse{Prepaid: wallet.Prepaid},
		ctx.EventManager().EmitTypedEvent(&types.EventWalletDeposited{
			Community: community.Id, Slot: msg.Slot, Amount: msg.Amount, Prepaid: wallet.Prepaid,
		})
}
