package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// Collect pays out the payable of a producer.
func (s msgServer) Collect(goCtx context.Context, msg *types.MsgCollect) (*types.MsgCollectResponse, error) {
	// load
	ctx, producer, b, err := s.ofSigner(goCtx, "producer", msg.Producer, msg)
	if err != nil {
		return nil, err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return nil, err
	}
	amount, err := s.Payable(ctx, b.Area.Id, producer.Bytes)
	if err != nil {
		return nil, err
	}

	// decide
	if amount == 0 {
		return nil, types.ErrNothingDue.Wrapf("area %d: expected a payable of %s, got none", b.Area.Id, producer.Text)
	}
	coin := b.Coin(amount)

	// apply
	purse.Payable -= amount
	if err := s.Payables.Remove(ctx, collections.Join(b.Area.Id, producer.Bytes)); err != nil {
		return nil, err
	}
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	payable := types.Payable{Area: b.Area.Id, Producer: producer.Text, Amount: amount}
	if err := ctx.EventManager().EmitTypedEvent(&types.EventRemunerationCollected{
		Area: payable.Area, Producer: payable.Producer, Amount: coin,
	}); err != nil {
		return nil, err
	}
	if err := s.Bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, producer.Bytes, sdk.NewCoins(coin)); err != nil {
		return nil, err
	}
	return &types.MsgCollectResponse{Amount: coin}, nil
}
