package books

import (
	"context"

	"github.com/utilityd/utilityd/x/water/auction"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// settleOrders settles the orders of a household whose auctions were held. Nothing is written before close, so that queries and
// invariants can show a household as if it were settled.
func (b *Books) settleOrders(ctx context.Context, s *Seat) error {
	if !s.HasOrder() {
		return nil
	}
	m, err := b.Market(ctx)
	if err != nil {
		return err
	}
	for _, o := range []*types.Order{&s.buy.Now, &s.sell.Now} {
		if o.Litres == 0 || !m.IsHeld(*o) {
			continue
		}
		if err := b.settleOrder(ctx, s, *o); err != nil {
			return err
		}
		*o = types.Order{}
	}
	return nil
}

// settleOrder gives a household what an auction made of its order, and returns the rest of the escrow. Money moves between buckets only:
// the earnings of a seller and the surplus of a buyer become prepaid money.
func (b *Books) settleOrder(ctx context.Context, s *Seat, o types.Order) error {
	held, err := b.auction(ctx, o.Auction)
	if err != nil {
		return err
	}
	deal, err := b.Deal(ctx, *held, o)
	if err != nil {
		return err
	}
	account, err := b.AccountOf(ctx, s)
	if err != nil {
		return err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return err
	}
	event := &types.EventOrderSettled{
		Area: o.Area, Side: o.Side, Slot: o.Slot, Auction: o.Auction, Litres: uint64(deal.Filled), Value: b.Coin(uint64(deal.Value)),
		Returned: b.Coin(uint64(deal.Back)),
	}
	gain := uint64(deal.Back)
	if o.Side == types.ORDER_SIDE_SELL {
		gain = uint64(deal.Value)
		event.ReturnedLitres = uint64(deal.Rest)
		if s.Household, err = s.Household.Sell(uint64(deal.Filled)); err != nil {
			return err
		}
		b.Water, s.Household, _, err = b.Water.Release(s.Household, uint64(deal.Rest))
	} else {
		b.Water, s.Household, _, err = b.Water.Deliver(s.Household, uint64(deal.Filled))
		if o.ByPolicy {
			account.Policy.Budget -= min(uint64(deal.Value), account.Policy.Budget)
		}
	}
	if err == nil && !account.IsOpen() { // a closed account has no tokens: they go where MoveOut sends them
		b.Water, s.Household, _, err = b.Water.Leave(s.Household)
	}
	if err != nil {
		return err
	}
	purse.Escrow -= gain
	purse.Prepaid += gain
	account.Prepaid += gain
	held.UnsettledOrders--
	s.settled = append(s.settled, event)
	return nil
}

// Deal returns what an auction made of an order.
func (b *Books) Deal(ctx context.Context, a types.Auction, o types.Order) (auction.Deal, error) {
	level, err := b.Levels.Get(ctx, state.KeyOfBook(o.Area, o.Auction, o.Side), uint64(o.Limit()))
	if err != nil {
		return auction.Deal{}, err
	}
	return a.Result().Fill(o.Value(), auction.Litres(level.Before), a.Number)
}
