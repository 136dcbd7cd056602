package queue_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/work/queue"
)

// all lets every module do its items with one function, which sees the lane.
func all(do func(ctx sdk.Context, lane queue.Lane, it item, b *queue.Budget) (bool, error)) map[string]queue.Handler {
	handlers := map[string]queue.Handler{}
	for _, module := range modules {
		handlers[module] = queue.Handler{Do: func(ctx sdk.Context, it item, b *queue.Budget) (bool, error) {
			return do(ctx, queue.Lane{Module: module, Record: it.Record}, it, b)
		}}
	}
	return handlers
}

// tally counts the units that each lane gets.
type tally map[queue.Lane]uint64

func (c tally) handlers() map[string]queue.Handler {
	return all(func(_ sdk.Context, lane queue.Lane, _ item, _ *queue.Budget) (bool, error) {
		c[lane]++
		return true, nil
	})
}

// A lane with one item is done in the first block, though another has 100,000, and wherever both are in the order of keys.
func TestManyItemsDoNotKeepOneWaiting(t *testing.T) {
	big := queue.Lane{Module: "water", Record: 5}
	f := setup(t)
	for n := range uint64(100_000) {
		f.pushTo(t, big.Module, item{Record: big.Record, At: 1, Number: n})
	}
	for _, small := range []queue.Lane{{Module: "energy", Record: 9}, {Module: "water", Record: 4}, {Module: "water", Record: 6}, {Module: "work", Record: 1}} {
		t.Run(fmt.Sprint(small), func(t *testing.T) {
			units := tally{}
			f.pushTo(t, small.Module, item{Record: small.Record, At: 999})
			f.runUnchecked(t, 320, units.handlers())
			if units[small] != 1 || units[big] != 319 {
				t.Errorf("expected 1 and 319 items done, got %d and %d", units[small], units[big])
			}
		})
	}
}

func TestALaneAloneGetsTheWholeBudget(t *testing.T) {
	tests := []struct {
		name   string
		others int // with an item each
		later  int // with an item that is not due

		units uint64
	}{
		{name: "no other lane", others: 0, later: 0, units: 160},
		{name: "others that are done", others: 3, later: 0, units: 157},
		{name: "others that are not due", others: 0, later: 40, units: 160},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := setup(t)
			for n := range uint64(1000) {
				f.push(t, item{Record: 1, Number: n})
			}
			for n := range uint64(tt.others) {
				f.pushTo(t, "water", item{Record: n})
			}
			for n := range uint64(tt.later) {
				f.pushTo(t, "energy", item{Record: n, At: 1001})
			}
			units := tally{}
			f.runAll(t, 160, units.handlers())
			if got := units[queue.Lane{Module: "work", Record: 1}]; got != tt.units {
				t.Errorf("expected %d units, got %d", tt.units, got)
			}
		})
	}
}

// Lanes that have more to do than blocks allow get the same, within a turn and the unit that the budget is too small for: 17 lanes
// and a budget of 16 turns and a bit, for one, must not leave the bit to the same lane forever.
func TestLanesShareBlocksEqually(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var (
			lanes = rapid.IntRange(2, 40).Draw(rt, "lanes")
			units = rapid.Uint64Range(1, 50).Draw(rt, "units")
			pause = rapid.SampledFrom([]time.Duration{0, time.Millisecond, time.Second}).Draw(rt, "pause")
			order = rapid.Permutation(slices.Collect(seq(lanes))).Draw(rt, "order")
		)
		shareEqually(failing{TB: t, rt: rt}, order, units, pause)
	})
}

// The cases that a turn in whole milliseconds, or one that ends with the block, gets wrong.
func TestLanesShareBlocksEquallyOnTheEdge(t *testing.T) {
	for _, lanes := range []int{2, 16, 17, 20} {
		for _, units := range []uint64{17, 31, 47} {
			for _, pause := range []time.Duration{0, time.Second} {
				t.Run(fmt.Sprint(lanes, units, pause), func(t *testing.T) {
					shareEqually(t, slices.Collect(seq(lanes)), units, pause)
				})
			}
		}
	}
}

func seq(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func shareEqually(tb testing.TB, order []int, units uint64, pause time.Duration) {
	tb.Helper()
	f := setup(tb)
	for i, id := range order {
		f.ctx = f.ctx.WithBlockTime(time.Unix(1000+int64(i%3), 0))
		f.pushTo(tb, modules[id%len(modules)], item{Record: uint64(id), At: int64(id % 2)})
	}
	// An item puts itself back, so that no lane ever has nothing to do.
	got := tally{}
	handlers := all(func(ctx sdk.Context, lane queue.Lane, it item, _ *queue.Budget) (bool, error) {
		got[lane]++
		return true, f.store.Of(lane.Module).Push(ctx, it)
	})
	f.at(1010)
	turn := max(units/16, 2)
	for block := range 25 {
		if budget := f.runAll(tb, units, handlers); budget.Left() != 0 {
			tb.Fatalf("block %d: expected all units spent, got %d left", block, budget.Left())
		}
		var all []uint64
		for _, id := range order {
			all = append(all, got[queue.Lane{Module: modules[id%len(modules)], Record: uint64(id)}])
		}
		if lowest, highest := slices.Min(all), slices.Max(all); highest-lowest > turn {
			tb.Fatalf("block %d: expected lanes within a turn of %d, got %v", block, turn, all)
		}
		f.ctx = f.ctx.WithBlockTime(f.ctx.BlockTime().Add(pause))
	}
}

// Two settlements of 1,000 units each are done in parts. They alternate, a turn each.
func TestUnfinishedItemsAlternate(t *testing.T) {
	f := setup(t)
	f.push(t, item{Record: 1, Number: 7}, item{Record: 2, Number: 7})
	var order []uint64
	left := map[uint64]int{1: 1000, 2: 1000}
	for block := range int64(7) {
		f.at(1000 + block)
		f.run(t, 320, func(_ sdk.Context, it item, b *queue.Budget) (bool, error) {
			order = append(order, it.Record)
			left[it.Record]-- // the unit of the item
			for b.Left() > 0 && left[it.Record] > 0 {
				left[it.Record]--
				b.Spend(1)
			}
			return left[it.Record] == 0, nil
		})
	}
	if len(f.pending(t)) != 0 {
		t.Fatalf("expected both done in 2,000 of 2,240 units, got %v", left)
	}
	for i, record := range order[:len(order)-1] {
		if want := uint64(i%2 + 1); record != want {
			t.Fatalf("expected turn %d to be of lane %d, got %v", i, want, order)
		}
	}
	if len(order) != 100 {
		t.Errorf("expected 50 turns of 20 units each, got %v", len(order))
	}
}

// Export and import keep the turns: afterwards the lanes go on in the same order, a turn that a block cut in two included.
func TestTurnsSurviveExport(t *testing.T) {
	var story []item
	for record := range uint64(20) {
		for n := range uint64(30) {
			story = append(story, item{Record: record * 7 % 20, At: int64(record % 3), Number: n})
		}
	}
	f := setup(t)
	f.push(t, story...)
	f.push(t, item{Record: 3, At: 5000}, item{Record: 99, At: 5000})
	f.pushTo(t, "water", item{Record: 3, At: 1})
	f.run(t, 100, finish)
	f.at(1001)
	f.run(t, 53, finish)

	g := setup(t)
	g.at(1001)
	err := f.store.WalkPending(f.ctx, func(module string, it item) error { return g.store.Of(module).Push(g.ctx, it) })
	if err != nil {
		t.Fatal(err)
	}
	for _, turn := range f.turns(t) { // after the items, which gave the lanes turns of their own
		if err := g.store.SetTurn(g.ctx, turn); err != nil {
			t.Fatal(err)
		}
	}
	g.check(t)
	if want, got := f.turns(t), g.turns(t); !slices.Equal(want, got) {
		t.Fatalf("expected %v, got %v", want, got)
	}
	if !slices.ContainsFunc(g.turns(t), func(turn queue.Turn) bool { return turn.Spent > 0 }) {
		t.Fatal("expected a turn that a block cut in two")
	}
	for second := int64(1002); len(f.pending(t)) > 2; second++ {
		var done [2][]item
		for i, x := range []*fixture{f, g} {
			x.at(second)
			x.runAll(t, 100, all(func(_ sdk.Context, _ queue.Lane, it item, _ *queue.Budget) (bool, error) {
				done[i] = append(done[i], it)
				return true, nil
			}))
		}
		if !slices.Equal(done[0], done[1]) {
			t.Fatalf("second %d: expected %v, got %v", second, done[0], done[1])
		}
	}
}

// A handler may change other lanes, and its own.
func TestLanesChangedUnderWay(t *testing.T) {
	a, b, c := item{Record: 1, Number: 1}, item{Record: 2, Number: 1}, item{Record: 3, Number: 1}
	tests := []struct {
		name         string
		items        []item
		push, remove []item // by the first item
		fail, panics bool

		done, pending []item
		left          uint64 // of 100
	}{
		{
			name: "a push gives a lane its turn in this run", items: []item{a, b}, push: []item{c},
			done: []item{a, b, c}, left: 97,
		},
		{
			name: "a push to the lane at work leaves its turn", items: []item{a, b}, push: []item{{Record: 1, Number: 2}},
			done: []item{a, {Record: 1, Number: 2}, b}, left: 97,
		},
		{
			name: "a push for later gives a lane a later turn", items: []item{a, b}, push: []item{{Record: 1, At: 2000}, {Record: 3, At: 2000}},
			done: []item{a, b}, pending: []item{{Record: 1, At: 2000}, {Record: 3, At: 2000}}, left: 98,
		},
		{
			name: "a push brings a later turn forward", items: []item{a, b, {Record: 3, At: 2000}}, push: []item{c},
			done: []item{a, b, c}, pending: []item{{Record: 3, At: 2000}}, left: 97,
		},
		{
			name: "a lane that lost its items costs a unit", items: []item{a, b, c}, remove: []item{b},
			done: []item{a, c}, left: 97,
		},
		{
			name: "so does one whose next item is not due", items: []item{a, b, {Record: 2, At: 2000}, c}, remove: []item{b},
			done: []item{a, c}, pending: []item{{Record: 2, At: 2000}}, left: 97,
		},
		{
			name: "the lane at work may lose its items", items: []item{a, {Record: 1, Number: 2}, b}, remove: []item{{Record: 1, Number: 2}},
			done: []item{a, b}, left: 98,
		},
		{
			name: "a push of an item that fails is undone", items: []item{a, b}, push: []item{c, {Record: 1, Number: 2}}, remove: []item{b}, fail: true,
			done: []item{a, b}, left: 98,
		},
		{
			name: "a push of an item that panics is undone", items: []item{a, b}, push: []item{c, {Record: 1, At: -4}}, remove: []item{b}, panics: true,
			done: []item{a, b}, left: 98,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := setup(t)
			f.push(t, tt.items...)
			var done []item
			budget := f.run(t, 100, func(ctx sdk.Context, it item, _ *queue.Budget) (bool, error) {
				if done = append(done, it); len(done) > 1 {
					return true, nil
				}
				var errs []error
				for _, other := range tt.push {
					errs = append(errs, f.queue.Push(ctx, other))
				}
				for _, other := range tt.remove {
					errs = append(errs, f.queue.Remove(ctx, other))
				}
				if tt.fail {
					errs = append(errs, errors.New("broken"))
				}
				if tt.panics {
					panic("broken")
				}
				return true, errors.Join(errs...)
			})
			if !slices.Equal(done, tt.done) {
				t.Errorf("expected %v done, got %v", tt.done, done)
			}
			if got := f.pending(t); !slices.Equal(got, tt.pending) {
				t.Errorf("expected %v pending, got %v", tt.pending, got)
			}
			if budget.Left() != tt.left {
				t.Errorf("expected %d units left, got %d", tt.left, budget.Left())
			}
			lanes := map[uint64]bool{}
			for _, it := range tt.pending {
				lanes[it.Record] = true
			}
			if got := f.turns(t); len(got) != len(lanes) {
				t.Errorf("expected turns of lanes %v, got %v", lanes, got)
			}
		})
	}
}

// Two lanes that push to each other keep no third from its turn, and end with the budget.
func TestLanesThatPushToEachOther(t *testing.T) {
	f := setup(t)
	f.push(t, item{Record: 1}, item{Record: 3})
	for n := range uint64(100) {
		f.push(t, item{Record: 2, Number: n})
	}
	got := tally{}
	handlers := all(func(ctx sdk.Context, lane queue.Lane, it item, _ *queue.Budget) (bool, error) {
		got[lane]++
		if it.Record == 2 {
			return true, nil
		}
		return true, f.queue.Push(ctx, item{Record: 4 - it.Record})
	})
	f.runAll(t, 64, handlers) // turns of 4 units
	lane := func(record uint64) uint64 { return got[queue.Lane{Module: "work", Record: record}] }
	if lane(1)+lane(2)+lane(3) != 64 || lane(2) < 32 {
		t.Errorf("expected the third to get most of 64 units, got %v", got)
	}
}
