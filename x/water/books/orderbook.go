package books

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Market is what the orders of open books need to know of the chain.
type Market struct {
	params types.Params
	Waits  bool // an auction is under way: policies wait
}

// Market loads what orders depend on, once.
func (b *Books) Market(ctx context.Context) (*Market, error) {
	if b.trade != nil {
		return b.trade, nil
	}
	params, err := b.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	running, err := b.Clearings.Has(ctx, b.Area.Id)
	if err != nil {
		return nil, err
	}
	b.trade = &Market{params: params, Waits: running}
	return b.trade, nil
}

// ReferencePrice is what a litre is worth by the stock as it is now; 0 if the area says that water is worth nothing.
func (b *Books) ReferencePrice(ctx context.Context) (uint64, error) {
	m, err := b.Market(ctx)
	if err != nil {
		return 0, err
	}
	return b.Water.ReferencePrice(b.Area.BasePrice, m.params.MaxPriceFactor), nil
}

// Placement is what it takes to put an order into the book.
type Placement struct {
	Order    types.Order
	replaces *types.Order // of the same household and side
	evicts   *types.Order // the worst one, for which there is no room any more
}

// admit decides on the place of an order, for which the worst one leaves a full book. Only a better price makes room: what is just as
// good came first.
func admit(o types.Order, replaces, worst *types.Order) (Placement, error) {
	if worst != nil && state.RankOfOrder(o).K3() >= state.RankOfOrder(*worst).K3() {
		return Placement{}, types.ErrBookFull.Wrapf("area %d: expected a better price than %d, got %d", o.Area, worst.Price, o.Price)
	}
	return Placement{Order: o, replaces: replaces, evicts: worst}, nil
}

// worstIfFull returns the order that has to leave for one of a household on a side; nil if there is room for it.
func (b *Books) worstIfFull(ctx context.Context, side types.OrderSide, slot uint64, replaces bool) (*types.Order, error) {
	m, err := b.Market(ctx)
	if err != nil {
		return nil, err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return nil, err
	}
	resting := counters.SellOrders
	if side == types.ORDER_SIDE_BUY {
		resting = counters.BuyOrders
	}
	if replaces {
		resting--
	}
	if resting < m.params.MaxOrdersPerSide {
		return nil, nil
	}
	worst, err := b.worst(ctx, side, slot)
	return &worst, err
}

// worst is the order on a side that has to leave first: that of the worst price, the latest of them. It is never one of the
// household for which it leaves.
func (b *Books) worst(ctx context.Context, side types.OrderSide, household uint64) (worst types.Order, err error) {
	ranks := collections.QuadSuperPrefix[uint64, uint32, uint64, uint64](b.Area.Id, uint32(side)) //nolint:gosec // a side is 1 or 2
	worstFirst := new(collections.Range[state.RankKey]).Prefix(ranks).Descending()
	err = b.OrderRanks.Walk(ctx, worstFirst, func(_ state.RankKey, slot uint64) (bool, error) {
		if slot == household {
			return false, nil
		}
		order, found, err := b.Order(ctx, b.Area.Id, side, slot)
		worst = order
		if err == nil && !found {
			err = types.ErrInvariantBroken.Wrapf("area %d, slot %d: expected the order that has a rank", b.Area.Id, slot)
		}
		return true, err
	})
	return worst, err
}

// Place puts an order into the book. The escrow of a buyer that comes from outside must have been added to the purse.
func (b *Books) Place(ctx context.Context, s *Seat, p Placement, fromPrepaid bool) (types.Order, error) {
	o := p.Order
	if p.replaces != nil {
		if err := b.DropOrder(ctx, s, *p.replaces, types.ReasonReplaced); err != nil {
			return o, err
		}
	}
	if p.evicts != nil {
		if err := b.evict(ctx, *p.evicts); err != nil {
			return o, err
		}
	}
	if err := b.setAside(ctx, s, o, fromPrepaid); err != nil {
		return o, err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return o, err
	}
	counters.Orders++
	o.Number = counters.Orders
	if err := b.setOrder(ctx, s, o); err != nil {
		return o, err
	}
	if err := b.armAuction(ctx); err != nil {
		return o, err
	}
	return o, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(types.NewEventOrderPlaced(o))
}

// evict takes an order out of the book that has to make room. Its policy does not place it again at once: two that outbid each
// other would never end.
func (b *Books) evict(ctx context.Context, o types.Order) error {
	s, err := b.Touch(ctx, o.Slot)
	if err != nil {
		return err
	}
	s.Waits = true
	return b.DropOrder(ctx, s, o, types.ReasonEvicted)
}

// setAside takes what an order offers: tokens of the owner, or money.
func (b *Books) setAside(ctx context.Context, s *Seat, o types.Order, fromPrepaid bool) (err error) {
	if o.Side == types.ORDER_SIDE_SELL {
		b.Water, s.Household, err = b.Water.Offer(s.Household, o.Litres)
		return err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return err
	}
	escrow := Worth(o)
	purse.Escrow += escrow
	if !fromPrepaid {
		return nil
	}
	a, err := b.AccountOf(ctx, s)
	if err != nil {
		return err
	}
	if a.Prepaid < escrow {
		return types.ErrInsufficientFunds.Wrapf("area %d, slot %d: expected at least %d, got %d", a.Area, a.Slot, escrow, a.Prepaid)
	}
	a.Prepaid -= escrow
	purse.Prepaid -= escrow
	return nil
}

// Worth is what an order comes to at its limit, at most types.MaxMoney.
func Worth(o types.Order) uint64 { return o.Price * o.Litres }

// armAuction puts the next auction into the queue unless one waits there.
func (b *Books) armAuction(ctx context.Context) error {
	counters, err := b.Counters(ctx)
	if err != nil || counters.AuctionAt != 0 {
		return err
	}
	counters.AuctionAt = b.Area.NextAuction(b.Now)
	return b.Queue.Push(ctx, state.Item(counters.AuctionAt, types.KindAuction, b.Area.Id, 0))
}
