package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// PlaceOrder places an order that binds for the next auction. The escrow is money at the limit, or the litres on sale; the unused part comes
// back after the auction.
func (s msgServer) PlaceOrder(goCtx context.Context, msg *types.MsgPlaceOrder) (*types.MsgPlaceOrderResponse, error) {
	// load
	ctx, b, seat, err := s.ofOpenOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	if err := state.ExpectOpen(b.Area); err != nil {
		return nil, err
	}
	market, err := b.Market(ctx)
	if err != nil {
		return nil, err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return nil, err
	}

	// decide
	order, err := b.PlanOrder(seat, msg, *market, *purse)
	if err != nil {
		return nil, err
	}

	// apply
	if order.Side == types.ORDER_SIDE_BUY {
		escrow := sdk.NewCoins(b.Coin(order.LimitValue()))
		if err := s.Bank.SendCoinsFromAccountToModule(ctx, seat.Owner, types.ModuleName, escrow); err != nil {
			return nil, err
		}
	}
	if err := b.PlaceOrder(ctx, seat, order, false); err != nil {
		return nil, err
	}
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	return &types.MsgPlaceOrderResponse{
		Auction: order.Auction, AuctionAt: market.AuctionAt, ReferencePrice: market.ReferencePrice,
	}, nil
}
