package due

import (
	"context"
	"math"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Handler does one item. It spends what it does from the budget, which is the block's; the item itself has cost one unit
// already. It returns done = true when the item is finished, false when it has to go on in the next block, and an error if
// it cannot be done at all.
type Handler[ID any] func(ctx sdk.Context, it Item[ID], budget *Budget) (done bool, err error)

// readAhead is how many keys are read in one go: opening an iterator for each of them costs more than the rest of the run.
const readAhead = 32

// Run does the items that are due at the block's time, in the order of time, kind and id, while the budget lasts. An item
// that a handler adds has its turn in this run if it is due and sorts behind the one that added it, else in a later one.
//
// The error is that of the store, never that of an item: a failed item is parked and reported to onParked.
func (q Queue[ID]) Run(
	ctx sdk.Context, budget *Budget, handler Handler[ID], onParked func(ctx sdk.Context, p Parked[ID]) error,
) error {
	r := &run{now: ctx.BlockTime().Unix()}
	ctx = ctx.WithValue(runKey{q.name}, r)

	var ahead []Item[ID]
	var last *itemKey[ID]
	for budget.Left() > 0 {
		if len(ahead) == 0 || r.disturbed {
			r.disturbed = false
			var err error
			if ahead, err = q.read(ctx, last, r.now, min(budget.Left(), readAhead)); err != nil {
				return err
			}
			if len(ahead) == 0 {
				q.report(ctx, 0)
				return nil
			}
		}
		it := ahead[0]
		key := keyOf(it)
		ahead, last = ahead[1:], &key

		done, err := q.do(ctx, it, budget, handler, onParked)
		if err != nil {
			return err
		}
		if !done {
			break
		}
	}
	return q.measure(ctx, r.now)
}

// do has one item done and reports whether the run may go on to the next.
func (q Queue[ID]) do(
	ctx sdk.Context, it Item[ID], budget *Budget, handler Handler[ID], onParked func(sdk.Context, Parked[ID]) error,
) (bool, error) {
	budget.Spend(1)

	var done bool
	failure := attempt(ctx, func(ctx sdk.Context) (err error) {
		// It leaves the queue first, so that a handler may put the same item back.
		if err := q.items.Remove(ctx, keyOf(it)); err != nil {
			return err
		}
		if done, err = handler(ctx, it, budget); err != nil || done {
			return err
		}
		return q.items.Set(ctx, keyOf(it))
	})
	if failure == nil {
		return done, nil
	}

	parkedItems.Add(ctx, 1, q.attribute())
	p := Parked[ID]{Item: it, Reason: failure.reason, ParkedAt: ctx.BlockTime().Unix()}
	failure.log(ctx, "due item parked", q.describe(it.Kind, it.ID))
	if err := q.items.Remove(ctx, keyOf(it)); err != nil {
		return false, err
	}
	if err := q.Park(ctx, p); err != nil {
		return false, err
	}
	failure = attempt(ctx, func(ctx sdk.Context) error { return onParked(ctx, p) })
	if failure == nil {
		return true, nil
	}

	// Nobody was told, so the record tells.
	failure.log(ctx, "parked item not reported", q.describe(it.Kind, it.ID))
	p.Reason = clip("not reported (" + failure.reason + "): " + p.Reason)
	return true, q.Park(ctx, p)
}

// read returns the first items due at now behind a key, at most limit of them.
func (q Queue[ID]) read(ctx context.Context, behind *itemKey[ID], now int64, limit uint64) ([]Item[ID], error) {
	var due collections.Range[itemKey[ID]]
	if behind != nil {
		due.StartExclusive(*behind)
	}
	if now < math.MaxInt64 {
		due.EndExclusive(collections.TriplePrefix[int64, uint32, ID](now + 1))
	}
	iterator, err := q.items.Iterate(ctx, &due)
	if err != nil {
		return nil, err
	}
	defer iterator.Close()

	items := make([]Item[ID], 0, limit)
	for ; uint64(len(items)) < limit && iterator.Valid(); iterator.Next() {
		key, err := iterator.Key()
		if err != nil {
			return nil, err
		}
		items = append(items, itemOf(key))
	}
	return items, nil
}

// run travels in each item's context so that Push and Remove can invalidate the read-ahead.
type run struct {
	now       int64
	disturbed bool
}

type runKey struct{ queue string }

// disturb notifies the run in progress, if there is one, that a due item comes or goes.
func (q Queue[ID]) disturb(ctx context.Context, it Item[ID]) {
	if r, ok := ctx.Value(runKey{q.name}).(*run); ok && it.At <= r.now {
		r.disturbed = true
	}
}
