package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// The book of an area: who gets in, who has to go for it, and what is set aside.

// market is what the orders of open books need to know of the chain.
type market struct {
	params types.Params
	waits  bool // an auction is under way: policies wait
}

func (b *books) market(ctx context.Context) (*market, error) {
	if b.trade != nil {
		return b.trade, nil
	}
	params, err := b.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	running, err := b.clearings.Has(ctx, b.area.Id)
	if err != nil {
		return nil, err
	}
	b.trade = &market{params: params, waits: running}
	return b.trade, nil
}

// referencePrice is what a litre is worth by the stock as it is now; 0 if the area says that water is worth nothing.
func (b *books) referencePrice(ctx context.Context) (uint64, error) {
	m, err := b.market(ctx)
	if err != nil {
		return 0, err
	}
	return b.water.ReferencePrice(b.area.BasePrice, m.params.MaxPriceFactor), nil
}

// placement is what it takes to put an order into the book.
type placement struct {
	order    types.Order
	replaces *types.Order // of the same household and side
	evicts   *types.Order // the worst one, for which there is no room any more
}

// admit finds out whether there is room for an order, or one that has to leave for it. Only a better price makes room: what is
// just as good came first.
func (b *books) admit(ctx context.Context, o types.Order, replaces *types.Order) (placement, error) {
	p := placement{order: o, replaces: replaces}
	m, err := b.market(ctx)
	if err != nil {
		return p, err
	}
	counters, err := b.count(ctx)
	if err != nil {
		return p, err
	}
	resting := counters.SellOrders
	if o.Side == types.ORDER_SIDE_BUY {
		resting = counters.BuyOrders
	}
	if replaces != nil {
		resting--
	}
	if resting < m.params.MaxOrdersPerSide {
		return p, nil
	}
	worst, err := b.worst(ctx, o)
	if err != nil {
		return p, err
	}
	if rankOfOrder(o).K3() >= rankOfOrder(worst).K3() {
		return p, types.ErrBookFull.Wrapf("area %d: expected a better price than %d, got %d", o.Area, worst.Price, o.Price)
	}
	p.evicts = &worst
	return p, nil
}

// worst is the order on the side of another one that has to leave first: that of the worst price, the latest of them. It is never
// of the same household.
func (b *books) worst(ctx context.Context, o types.Order) (worst types.Order, err error) {
	side := collections.QuadSuperPrefix[uint64, uint32, uint64, uint64](o.Area, uint32(o.Side)) //nolint:gosec // a side is 1 or 2
	worstFirst := new(collections.Range[rankKey]).Prefix(side).Descending()
	err = b.orderRanks.Walk(ctx, worstFirst, func(_ rankKey, slot uint64) (bool, error) {
		if slot == o.Slot {
			return false, nil
		}
		order, found, err := b.order(ctx, o.Area, o.Side, slot)
		worst = order
		if err == nil && !found {
			err = types.ErrInvariantBroken.Wrapf("area %d, slot %d: expected the order that has a rank", o.Area, slot)
		}
		return true, err
	})
	return worst, err
}

// place puts an order into the book. The escrow of a buyer that comes from outside must have been added to the purse.
func (b *books) place(ctx context.Context, s *seat, p placement, fromPrepaid bool) (types.Order, error) {
	o := p.order
	if p.replaces != nil {
		if err := b.dropOrder(ctx, s, *p.replaces, types.ReasonReplaced); err != nil {
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
	counters, err := b.count(ctx)
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
func (b *books) evict(ctx context.Context, o types.Order) error {
	s, err := b.touch(ctx, o.Slot)
	if err != nil {
		return err
	}
	s.waits = true
	return b.dropOrder(ctx, s, o, types.ReasonEvicted)
}

// setAside takes what an order offers: tokens of the owner, or money.
func (b *books) setAside(ctx context.Context, s *seat, o types.Order, fromPrepaid bool) (err error) {
	if o.Side == types.ORDER_SIDE_SELL {
		b.water, s.household, err = b.water.Offer(s.household, o.Litres)
		return err
	}
	purse, err := b.money(ctx)
	if err != nil {
		return err
	}
	escrow := worth(o)
	purse.Escrow += escrow
	if !fromPrepaid {
		return nil
	}
	a, err := b.accountOf(ctx, s)
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

// worth is what an order comes to at its limit, at most types.MaxMoney.
func worth(o types.Order) uint64 { return o.Price * o.Litres }

// armAuction puts the next auction into the queue unless one waits there.
func (b *books) armAuction(ctx context.Context) error {
	counters, err := b.count(ctx)
	if err != nil || counters.AuctionAt != 0 {
		return err
	}
	counters.AuctionAt = b.area.NextAuction(b.now)
	return b.work.Push(ctx, item(counters.AuctionAt, types.KindAuction, b.area.Id, 0))
}
