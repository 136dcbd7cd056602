package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// Collect pays out what is due to a producer.
func (s msgServer) Collect(goCtx context.Context, msg *types.MsgCollect) (*types.MsgCollectResponse, error) {
	// load
	ctx, producer, b, err := s.ofSigner(goCtx, "producer", msg.Producer, msg)
	if err != nil {
		return nil, err
	}
	purse, err := b.money(ctx)
	if err != nil {
		return nil, err
	}
	amount, err := s.payable(ctx, b.area.Id, producer.Bytes)
	if err != nil {
		return nil, err
	}

	// decide
	if amount == 0 {
		return nil, types.ErrNothingDue.Wrapf("area %d: expected something due to %s, got nothing", b.area.Id, producer.Text)
	}
	coin := b.coin(amount)

	// apply
	purse.Payable -= amount
	if err := s.payables.Remove(ctx, collections.Join(b.area.Id, producer.Bytes)); err != nil {
		return nil, err
	}
	if err := b.commit(ctx); err != nil {
		return nil, err
	}
	payable := types.Payable{Area: b.area.Id, Producer: producer.Text, Amount: amount}
	if err := ctx.EventManager().EmitTypedEvent(&types.EventRemunerationCollected{
		Area: payable.Area, Producer: payable.Producer, Amount: coin,
	}); err != nil {
		return nil, err
	}
	if err := s.bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, producer.Bytes, sdk.NewCoins(coin)); err != nil {
		return nil, err
	}
	return &types.MsgCollectResponse{Amount: coin}, nil
}
