package invariants

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// checkSettling settles every household of an area, one after the other, in books that are never closed: nothing is written. The
// households of a page are dropped after it, so that a million of them take the memory of one page.
func (k checks) checkSettling(ctx sdk.Context) (err error) {
	ctx = ctx.WithEventManager(sdk.NewEventManager()) // settling emits events
	for id := range lists.Each(ctx, k.Areas, nil, &err) {
		b, err := books.Open(ctx, k.Store, id)
		if err != nil {
			return err
		}
		for key := range lists.Each(ctx, k.Accounts, collections.NewPrefixedPairRange[uint64, uint64](id), &err) {
			s, err := b.Touch(ctx, key.K2())
			if err != nil {
				return invariant.Broken("area %d, slot %d: expected to settle it, got: %s", id, key.K2(), err)
			}
			h := s.Household
			if key.K2()%pages.Size == pages.Size-1 {
				b.DropSeats()
			}
			if h.Persons > 0 && h.Balance+h.Offered > max(b.Water.Cap(h)+h.Bought, h.Offered) {
				return invariant.Broken("area %d, slot %d: expected at most %d tokens and %d bought, got %d and %d on sale",
					id, s.Slot, b.Water.Cap(h), h.Bought, h.Balance, h.Offered)
			}
			if h.Bought > h.Balance+h.Offered {
				return invariant.Broken("area %d, slot %d: expected at most %d tokens bought, got %d", id, s.Slot, h.Balance+h.Offered, h.Bought)
			}
		}
		if err != nil {
			return err
		}
		if err := b.Water.Check(); err != nil {
			return invariant.Broken("area %d: after all households are settled: %s", id, err)
		}
	}
	return err
}

// workCounts are the numbers of pending and failed items, without their times.
type workCounts map[queue.Item]int

func (w workCounts) of(kind uint32, area, number uint64) int {
	return w[state.Item(0, kind, area, number)]
}

// countWork counts the work of all areas.
func (k checks) countWork(ctx sdk.Context) (workCounts, error) {
	w := workCounts{}
	return w, k.Queue.Walk(ctx, func(it queue.Item, _ bool) error {
		it.At = 0
		w[it]++
		if err := k.checkItem(ctx, it); err != nil {
			return invariant.Broken("work of kind %d, number %d: %s", it.Kind, it.Number, err)
		}
		return nil
	})
}

// checkItem checks that an item is about an area, and about one of its periods.
func (k checks) checkItem(ctx sdk.Context, it queue.Item) error {
	if _, err := k.Area(ctx, it.Record); err != nil {
		return err
	}
	switch it.Kind {
	case types.KindOpen, types.KindStart:
		c, err := k.Counters.Get(ctx, it.Record)
		if err != nil {
			return err
		}
		return check.Range("number", it.Number, types.FirstPeriod, c.Periods+1)
	case types.KindForget:
		m, err := k.Markets.Get(ctx, it.Record)
		if err != nil {
			return err
		}
		return check.Range("number", it.Number, types.FirstAuction, m.Auctions)
	default:
		return check.Range("number", it.Number, 0, 0)
	}
}

// CheckWork checks the work alone; InitGenesis ends with it.
func CheckWork(ctx sdk.Context, s *state.Store) error { return checks{s}.checkWork(ctx) }

// checkWork finds the work that every area relies on.
func (k checks) checkWork(ctx sdk.Context) error {
	w, err := k.countWork(ctx)
	for id, a := range lists.Each(ctx, k.Areas, nil, &err) {
		l, err := k.Ledgers.Get(ctx, id)
		if err != nil {
			return err
		}
		c, err := k.Counters.Get(ctx, id)
		if err != nil {
			return err
		}
		if err := k.checkPeriodWork(ctx, w, a, l, c); err != nil {
			return err
		}
		m, err := k.Markets.Get(ctx, id)
		if err != nil {
			return err
		}
		if err := k.checkAuctionWork(ctx, w, a, m); err != nil {
			return err
		}
	}
	return err
}

// checkPeriodWork finds the work that moves an area from period to period and from day to day.
func (k checks) checkPeriodWork(ctx sdk.Context, w workCounts, a types.Area, l types.Ledger, c types.Counters) error {
	endless := false
	if l.Period > 0 {
		p, err := k.Period(ctx, a.Id, l.Period)
		if err != nil {
			return err
		}
		endless = p.EndsAt == types.MaxTime
	}
	next := l.Period + 1
	starts := w.of(types.KindStart, a.Id, next)
	switch {
	case endless && starts != 0, !endless && starts != 1:
		return invariant.Broken("area %d: expected one start of period %d unless the running one is endless, got %d", a.Id, next, starts)
	case !a.IsClosed() && c.Periods == l.Period && w.of(types.KindOpen, a.Id, next) == 0:
		return invariant.Broken("area %d: expected a pending or failed enrolment of period %d, got none", a.Id, next)
	case (!a.IsClosed() || l.Lifeline.Persons > 0) && w.of(types.KindTick, a.Id, 0) == 0:
		return invariant.Broken("area %d: expected a pending or failed lifeline, got none", a.Id)
	}
	return nil
}

// checkAuctionWork finds the next auction, which an area has until it is closed, and the work that forgets the levels of past ones.
func (k checks) checkAuctionWork(ctx sdk.Context, w workCounts, a types.Area, m types.Market) (err error) {
	want := 0
	if m.AuctionAt != 0 {
		want = 1
	}
	found := w.of(types.KindAuction, m.Area, 0)
	if found != want || want == 0 && (m.Orders > 0 || !a.IsClosed()) {
		return invariant.Broken("area %d: expected %d auctions for %d orders, got %d", m.Area, want, m.Orders, found)
	}
	for _, past := range lists.Each(ctx, k.Auctions, collections.NewPrefixedPairRange[uint64, uint64](m.Area), &err) {
		if past.UnsettledOrders > 0 || w.of(types.KindForget, m.Area, past.Number) > 0 {
			continue
		}
		for _, side := range []types.OrderSide{types.ORDER_SIDE_BUY, types.ORDER_SIDE_SELL} {
			for range lists.EachRecord(ctx, k.Levels, state.KeyOfBook(m.Area, past.Number, side), &err) {
				return invariant.Broken("area %d: expected no levels of auction %d, whose orders are settled", m.Area, past.Number)
			}
		}
	}
	return err
}
