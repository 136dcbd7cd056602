package invariants

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// checkSettling settles every household of an area, one after the other, in books that are never closed: nothing is written. What
// a page of them has come to is forgotten, so that a million households take no more memory than one page.
func (k checks) checkSettling(ctx sdk.Context) error {
	return k.Areas.Walk(ctx, nil, func(id uint64, _ types.Area) (bool, error) {
		b, err := books.Open(ctx, k.Store, id)
		if err != nil {
			return true, err
		}
		inArea := collections.NewPrefixedPairRange[uint64, uint64](id)
		err = k.Accounts.Walk(ctx, inArea, func(key state.Pair, _ types.Account) (bool, error) {
			s, err := b.Touch(ctx, key.K2())
			if err != nil {
				return true, broken("area %d, slot %d: expected to settle it, got: %s", id, key.K2(), err)
			}
			h := s.Household
			if key.K2()%pages.Size == pages.Size-1 {
				b.Forget()
			}
			if h.Period != 0 && h.Period == b.Water.Period && h.Balance+h.Offered > max(b.Water.Cap(h), h.Offered) {
				return true, broken("area %d, slot %d: expected at most %d tokens, got %d and %d on sale", id, s.Slot, b.Water.Cap(h), h.Balance, h.Offered)
			}
			return false, nil
		})
		if err != nil {
			return true, err
		}
		if err := b.Water.Check(); err != nil {
			return true, broken("area %d: after everyone is settled: %s", id, err)
		}
		return false, nil
	})
}

// works counts the pieces of work that are pending or have failed, without their times.
type works map[queue.Item]int

func (w works) of(kind uint32, area, number uint64) int {
	return w[state.Item(0, kind, area, number)]
}

// works counts the work of all areas.
func (k checks) works(ctx sdk.Context) (works, error) {
	w := works{}
	return w, k.Queue.Walk(ctx, func(it queue.Item, _ bool) error {
		it.At = 0
		w[it]++
		if err := k.checkItem(ctx, it); err != nil {
			return broken("work of kind %d, number %d: %s", it.Kind, it.Number, err)
		}
		return nil
	})
}

// checkItem checks that a piece of work is about an area, and about one of its periods or accounts.
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
		return check.Range("number", it.Number, 0, c.Periods)
	case types.KindRenew:
		_, err := k.Account(ctx, it.Record, it.Number)
		return err
	default:
		return check.Range("number", it.Number, 0, 0)
	}
}

// CheckWork checks the work alone; InitGenesis ends with it.
func CheckWork(ctx sdk.Context, s *state.Store) error { return checks{s}.checkWork(ctx) }

// checkWork looks for the work that every area and every household with a mandate to renew relies on.
func (k checks) checkWork(ctx sdk.Context) error {
	w, err := k.works(ctx)
	if err != nil {
		return err
	}
	err = k.Areas.Walk(ctx, nil, func(id uint64, a types.Area) (bool, error) {
		l, err := k.Ledgers.Get(ctx, id)
		if err != nil {
			return true, err
		}
		c, err := k.Counters.Get(ctx, id)
		if err != nil {
			return true, err
		}
		if err := k.checkPeriodWork(ctx, w, a, l, c); err != nil {
			return true, err
		}
		return false, k.checkAuctionWork(ctx, w, c)
	})
	if err != nil {
		return err
	}
	return k.Accounts.Walk(ctx, nil, func(_ state.Pair, a types.Account) (bool, error) {
		if !a.IsOpen() || a.Meter == 0 || !a.Policy.AutoRenew || w.of(types.KindRenew, a.Area, a.Slot) > 0 {
			return false, nil
		}
		area, err := k.Area(ctx, a.Area)
		if err == nil && !area.IsClosed() {
			err = broken("area %d, slot %d: expected its renewal to wait, got none", a.Area, a.Slot)
		}
		return err != nil, err
	})
}

// checkPeriodWork looks for the work that moves an area from period to period and from day to day.
func (k checks) checkPeriodWork(ctx sdk.Context, w works, a types.Area, l types.Ledger, c types.Counters) error {
	endless := false
	if l.Period > 0 {
		p, err := k.Period(ctx, a.Id, l.Period-1)
		if err != nil {
			return err
		}
		endless = p.EndsAt == types.MaxTime
	}
	starts := w.of(types.KindStart, a.Id, l.Period)
	switch {
	case endless && starts != 0, !endless && starts != 1:
		return broken("area %d: expected the start of period %d to wait once unless the running one is endless, got it %d times", a.Id, l.Period, starts)
	case !a.IsClosed() && c.Periods == l.Period && w.of(types.KindOpen, a.Id, c.Periods) == 0:
		return broken("area %d: expected the enrolment of period %d to wait, got none", a.Id, c.Periods)
	case l.Lifeline.Persons > 0 && w.of(types.KindTick, a.Id, 0) == 0:
		return broken("area %d: expected the lifeline of %d persons to wait, got none", a.Id, l.Lifeline.Persons)
	}
	return nil
}

// checkAuctionWork looks for the auction of a book that is not empty, or that an auction under way has closed, and for no other.
func (k checks) checkAuctionWork(ctx sdk.Context, w works, c types.Counters) error {
	running, err := k.Clearings.Has(ctx, c.Area)
	if err != nil {
		return err
	}
	want := 0
	if c.AuctionAt != 0 {
		want = 1
	}
	found := w.of(types.KindAuction, c.Area, 0)
	if found != want || want == 0 && (running || c.BuyOrders+c.SellOrders > 0) {
		return broken("area %d: expected an auction to wait %d times for %d and %d orders, got it %d times (under way: %t)",
			c.Area, want, c.BuyOrders, c.SellOrders, found, running)
	}
	return nil
}
