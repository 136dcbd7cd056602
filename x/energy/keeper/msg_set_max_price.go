package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/types"
)

// SetMaxPrice sets the highest price at which the wallet of the signer pays for community energy.
func (s msgServer) SetMaxPrice(goCtx context.Context, msg *types.MsgSetMaxPrice) (*types.MsgSetMaxPriceResponse, error) {
	// load
	ctx, account, community, err := s.ofSigner(goCtx, "account", msg.Account, msg)
	if err != nil {
		return nil, err
	}
	if err := s.ExpectNotSettling(ctx, community.Id); err != nil {
		return nil, err
	}
	if _, err := s.MemberOfAccount(ctx, community.Id, msg.Slot, account); err != nil {
		return nil, err
	}
	wallet, err := s.Wallet(ctx, community.Id, msg.Slot)
	if err != nil {
		return nil, err
	}

	// apply
	wallet.MaxPricePerKwh = msg.MaxPricePerKwh
	if err := s.Wallets.Set(ctx, community.Id, msg.Slot, wallet); err != nil {
		return nil, err
	}
	return &types.MsgSetMaxPriceResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventMaxPriceSet{
		Community: community.Id, Slot: msg.Slot, MaxPricePerKwh: wallet.MaxPricePerKwh,
	})
}
