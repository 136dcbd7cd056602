package queue_test

import (
	"errors"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/work/queue"
)

// 100,000 items are due at once, and some of them fail. Each block does what its budget allows, reads little more than it
// does, and passes nothing over; after enough blocks all are done, each once and in order.
func TestAHundredThousandDueAtOnce(t *testing.T) {
	const (
		items  = 100_000
		units  = 5_000
		blocks = items / units
		broken = 97 // every so many
	)
	f := setup(t)
	for id := range uint64(items) {
		f.push(t, item{Record: 1, At: 500, Number: id})
	}
	f.CMS.Commit()

	outer := f.ctx
	next := uint64(0)
	for block := range blocks {
		branch := f.CMS.CacheMultiStore()
		f.ctx = outer.WithMultiStore(branch)
		*f.reads = reads{}

		calls := 0
		do := func(_ sdk.Context, it item, _ *queue.Budget) (bool, error) {
			if it.Number != next {
				t.Fatalf("expected item %d, got %d", next, it.Number)
			}
			next++
			calls++
			if it.Number%broken == 0 {
				return false, errors.New("broken")
			}
			return true, nil
		}
		budget := f.runUnchecked(t, units, map[string]queue.Handler{"work": {Do: do}})
		if calls != units || budget.Left() != 0 {
			t.Fatalf("block %d: expected %d calls and nothing left, got %d and %d", block, units, calls, budget.Left())
		}
		// A key to each item, those that each batch of them looks ahead to, and the turn.
		if f.reads.keys > units+units/8 || f.reads.values != 0 {
			t.Fatalf("block %d: expected about %d keys read and no values, got %+v", block, units, *f.reads)
		}
		branch.Write()
		f.CMS.Commit()
	}

	f.ctx = outer
	f.check(t)
	if got := len(f.pending(t)); got != 0 {
		t.Errorf("expected an empty queue, got %d items", got)
	}
	if got, want := len(f.failedItems(t)), (items+broken-1)/broken; got != want {
		t.Errorf("expected %d failed, got %d", want, got)
	}
}

// A block with a small budget reads few keys, however many items are waiting, in one lane or in many.
func TestReadsNoMoreKeysThanUnits(t *testing.T) {
	one, many := setup(t), setup(t)
	for n := range uint64(1000) {
		one.push(t, item{Record: 1, Number: n})
		many.push(t, item{Record: n, Number: 1}, item{Record: n, Number: 2})
	}
	for _, units := range []uint64{0, 1, 3, 50, 100} {
		for _, tt := range []struct {
			lanes   string
			f       *fixture
			perUnit int // a turn, its item and the next one each take an iterator, which touches a key ahead
		}{{"one lane", one, 1}, {"many lanes", many, 6}} {
			*tt.f.reads = reads{}
			tt.f.run(t, units, finish)
			// The last turn, the turns, the next ones, and for the lag a turn and its item: two keys for each iterator.
			if limit := tt.perUnit*int(units) + 14; tt.f.reads.keys > limit {
				t.Errorf("%s, %d units: expected at most %d keys, got %d", tt.lanes, units, limit, tt.f.reads.keys)
			}
		}
	}
}
