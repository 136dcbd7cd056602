package due_test

import (
	"errors"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/due"
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
		f.push(t, item{At: 500, ID: id})
	}
	f.CMS.Commit()

	outer := f.ctx
	next := uint64(0)
	for block := range blocks {
		branch := f.CMS.CacheMultiStore()
		f.ctx = outer.WithMultiStore(branch)
		*f.reads = reads{}

		calls := 0
		budget := f.run(t, units, func(_ sdk.Context, it item, _ *due.Budget) (bool, error) {
			if it.ID != next {
				t.Fatalf("expected item %d, got %d", next, it.ID)
			}
			next++
			calls++
			if it.ID%broken == 0 {
				return false, errors.New("broken")
			}
			return true, nil
		})
		if calls != units || budget.Left() != 0 {
			t.Fatalf("block %d: expected %d calls and nothing left, got %d and %d", block, units, calls, budget.Left())
		}
		// A key to each item, and the one that each batch of them looks ahead to.
		if f.reads.keys > units+units/8 || f.reads.values != 0 {
			t.Fatalf("block %d: expected about %d keys read and no values, got %+v", block, units, *f.reads)
		}
		branch.Write()
		f.CMS.Commit()
	}

	f.ctx = outer
	if got := len(f.waiting(t)); got != 0 {
		t.Errorf("expected an empty queue, got %d items", got)
	}
	if got, want := len(f.failed(t)), (items+broken-1)/broken; got != want {
		t.Errorf("expected %d parked, got %d", want, got)
	}
}

// A block with a small budget reads few keys, however many are waiting.
func TestReadsNoMoreKeysThanUnits(t *testing.T) {
	f := setup(t)
	for id := range uint64(1000) {
		f.push(t, item{ID: id})
	}
	for _, units := range []uint64{0, 1, 3, 50} {
		*f.reads = reads{}
		f.run(t, units, finish)
		// Opening an iterator touches a key, and reading the last wanted one touches the next; then the oldest that waits is read.
		if limit := int(units) + 4; f.reads.keys > limit {
			t.Errorf("%d units: expected at most %d keys, got %d", units, limit, f.reads.keys)
		}
	}
}
