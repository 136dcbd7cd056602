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

// admit decides on the place of an order, for which the worst one leaves a full book. Only a better price makes room: what is just as
// good came first.
func admit(o types.Order, replaces, worst *types.Order) (placement, error) {
	if worst != nil && rankOfOrder(o).K3() >= rankOfOrder(*worst).K3() {
		return placement{}, types.ErrBookFull.Wrapf("area %d: expected a better price than %d, got %d", o.Area, worst.Price, o.Price)
	}
	return placement{order: o, replaces: replaces, evicts: worst}, nil
}

// worstIfFull returns the order that has to leave for one of a household on a side; nil if there is room for it.
func (b *books) worstIfFull(ctx context.Context, side types.OrderSide, slot uint64, replaces bool) (*types.Order, error) {
	m, err := b.market(ctx)
	if err != nil {
		return nil, err
	}
	counters, err := b.count(ctx)
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
func (b *books) worst(ctx context.Context, side types.OrderSide, household uint64) (worst types.Order, err error) {
	ranks := collections.QuadSuperPrefix[uint64, uint32, uint64, uint64](b.area.Id, uint32(side)) //nolint:gosec // a side is 1 or 2
	worstFirst := new(collections.Range[rankKey]).Prefix(ranks).Descending()
	err = b.orderRanks.Walk(ctx, worstFirst, func(_ rankKey, slot uint64) (bool, error) {
		if slot == household {
			return false, nil
		}
		order, found, err := b.order(ctx, b.area.Id, side, slot)
		worst = order
		if err == nil && !found {
			err = types.ErrInvariantBroken.Wrapf("area %d, slot %d: expected the order that has a rank", b.area.Id, slot)
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
