package books

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Market holds what orders depend on beside the records of the area.
type Market struct {
	params    types.Params
	InAuction bool // an auction is in progress: no policy changes the book
}

// Market returns the market, which is loaded the first time.
func (b *Books) Market(ctx context.Context) (*Market, error) {
	if b.market != nil {
		return b.market, nil
	}
	params, err := b.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	running, err := b.Clearings.Has(ctx, b.Area.Id)
	if err != nil {
		return nil, err
	}
	b.market = &Market{params: params, InAuction: running}
	return b.market, nil
}

// ReferencePrice returns the price of a litre by the present stock; 0 if the base price of the area is 0.
func (b *Books) ReferencePrice(ctx context.Context) (uint64, error) {
	m, err := b.Market(ctx)
	if err != nil {
		return 0, err
	}
	return b.Water.ReferencePrice(b.Area.Terms.BasePrice, m.params.MaxPriceFactor), nil
}

// Placement is the plan to put an order into the book.
type Placement struct {
	Order    types.Order
	replaces *types.Order // of the same household and side
	evicts   *types.Order // the worst one of a full book
}

// planPlacement plans to put an order into the book. It evicts the worst order of a full book only for a better price, because an order at
// the same price is older.
func planPlacement(o types.Order, replaces, worst *types.Order) (Placement, error) {
	if worst != nil && state.RankOfOrder(o).K3() >= state.RankOfOrder(*worst).K3() {
		return Placement{}, types.ErrBookFull.Wrapf("area %d: expected a better price than %d, got %d", o.Area, worst.Price, o.Price)
	}
	return Placement{Order: o, replaces: replaces, evicts: worst}, nil
}

// worstIfFull returns the order that an order of a household on a side would evict; nil if there is room.
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
	worst, err := b.worstOrder(ctx, side, slot)
	return &worst, err
}

// worstOrder returns the order on a side that is evicted first: the latest one of the worst price, except that of the household.
func (b *Books) worstOrder(ctx context.Context, side types.OrderSide, household uint64) (_ types.Order, err error) {
	ranks := collections.QuadSuperPrefix[uint64, uint32, uint64, uint64](b.Area.Id, uint32(side)) //nolint:gosec // a side is 1 or 2
	worstFirst := new(collections.Range[state.RankKey]).Prefix(ranks).Descending()
	for _, slot := range lists.Each(ctx, b.OrderRanks, worstFirst, &err) {
		if slot == household {
			continue
		}
		order, found, err := b.Order(ctx, b.Area.Id, side, slot)
		if err == nil && !found {
			err = types.ErrInvariantBroken.Wrapf("area %d, slot %d: expected an order for its rank, got none", b.Area.Id, slot)
		}
		return order, err
	}
	return types.Order{}, err
}

// PlaceOrder puts an order into the book. The money of a buyer comes from the prepaid balance, or the caller collects it.
func (b *Books) PlaceOrder(ctx context.Context, s *Seat, p Placement, fromPrepaid bool) (types.Order, error) {
	o := p.Order
	if p.replaces != nil {
		if err := b.RemoveOrder(ctx, s, *p.replaces, types.ReasonReplaced); err != nil {
			return o, err
		}
	}
	if p.evicts != nil {
		if err := b.evict(ctx, *p.evicts); err != nil {
			return o, err
		}
	}
	if err := b.takeEscrow(ctx, s, o, fromPrepaid); err != nil {
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
	if err := b.scheduleAuction(ctx); err != nil {
		return o, err
	}
	return o, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(types.NewEventOrderPlaced(o))
}

// evict takes an order out of a full book. The policy of its household is skipped, otherwise two policies could outbid each other
// without end.
func (b *Books) evict(ctx context.Context, o types.Order) error {
	s, err := b.Touch(ctx, o.Slot)
	if err != nil {
		return err
	}
	s.SkipsPolicy = true
	return b.RemoveOrder(ctx, s, o, types.ReasonEvicted)
}

// takeEscrow takes the escrow of an order: tokens of the owner, or money.
func (b *Books) takeEscrow(ctx context.Context, s *Seat, o types.Order, fromPrepaid bool) (err error) {
	if o.Side == types.ORDER_SIDE_SELL {
		b.Water, s.Household, err = b.Water.Offer(s.Household, o.Litres)
		return err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return err
	}
	escrow := LimitValue(o)
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

// LimitValue returns the value of an order at its limit, at most types.MaxMoney.
func LimitValue(o types.Order) uint64 { return o.Price * o.Litres }

// scheduleAuction puts the next auction into the queue unless one is pending.
func (b *Books) scheduleAuction(ctx context.Context) error {
	counters, err := b.Counters(ctx)
	if err != nil || counters.AuctionAt != 0 {
		return err
	}
	counters.AuctionAt = b.Area.NextAuction(b.Now)
	return b.Queue.Push(ctx, state.Item(counters.AuctionAt, types.KindAuction, b.Area.Id, 0))
}
