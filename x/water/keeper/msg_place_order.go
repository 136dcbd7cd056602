package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// PlaceOrder puts an order into the book, in place of the one that the account has on that side. The escrow is money at the limit, or the
// litres on sale; the unused part is returned.
func (s msgServer) PlaceOrder(goCtx context.Context, msg *types.MsgPlaceOrder) (*types.MsgPlaceOrderResponse, error) {
	// load
	ctx, b, seat, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return nil, err
	}
	if err := state.ExpectOpen(b.Area); err != nil {
		return nil, err
	}
	if err := s.ExpectNoAuction(ctx, b.Area.Id); err != nil {
		return nil, err
	}
	view, err := b.ViewBook(ctx, seat, msg.Side)
	if err != nil {
		return nil, err
	}

	// decide
	p, err := b.PlanOrder(seat, msg, view)
	if err != nil {
		return nil, err
	}

	// apply
	if p.Order.Side == types.ORDER_SIDE_BUY {
		escrow := sdk.NewCoins(b.Coin(books.LimitValue(p.Order)))
		if err := s.Bank.SendCoinsFromAccountToModule(ctx, seat.Owner, types.ModuleName, escrow); err != nil {
			return nil, err
		}
	}
	order, err := b.PlaceOrder(ctx, seat, p, false)
	if err != nil {
		return nil, err
	}
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	return &types.MsgPlaceOrderResponse{Number: order.Number, Price: order.Price, AuctionAt: counters.AuctionAt}, nil
}
