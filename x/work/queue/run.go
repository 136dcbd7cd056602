package queue

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Handler does the work of one module.
type Handler struct {
	// Kinds are the names of the kinds of work: kind 1 is the first.
	Kinds []string

	// Do runs one item. It spends from the budget; the item itself has cost one unit already. It returns done = true
	// when the item is finished, false when it has to go on in a later turn, and an error if it cannot be done at all.
	Do func(ctx sdk.Context, it Item, budget *Budget) (done bool, err error)

	// OnFailed and OnRetried update records that have the status of their work; nil: none do.
	OnFailed  func(ctx context.Context, it Item) error
	OnRetried func(ctx context.Context, it Item) error
}

// readAhead is the number of keys that are read at once: opening an iterator for each of them costs more than the rest of the run.
const readAhead = 32

// Run does the items that are due at the block's time, lane after lane, while the budget lasts. A lane does its items in the order
// of time, kind and number until its turn is spent; if it has more, its next turn is behind all other lanes.
//
// The error is that of the store, never that of an item: a failed item is recorded and reported to onFailed.
func (s *Store) Run(
	ctx sdk.Context, budget *Budget, handlers map[string]Handler, onFailed func(ctx sdk.Context, module string, f Failed) error,
) error {
	last, err := s.lastTurn(ctx, now(ctx))
	if err != nil {
		return err
	}
	r := &run{Store: s, budget: budget, handlers: handlers, onFailed: onFailed, last: last, turn: max(budget.left/turnsPerBlock, minTurn)}
	if err := r.serveAll(ctx.WithValue(runKey{}, r)); err != nil {
		return err
	}
	budget.turn = budget.left
	return s.measure(ctx, r.last)
}

// run is the work of one block. It travels in each item's context, so that Push and Remove can invalidate the read-ahead.
type run struct {
	*Store
	budget   *Budget
	handlers map[string]Handler
	onFailed func(ctx sdk.Context, module string, f Failed) error
	last     int64  // the place of the last turn that is due
	turn     uint64 // units
	lane     Lane   // at work
	done     *Item  // its last item in this turn, unless it was disturbed since
	ahead    []Item // its next items, likewise
}

type runKey struct{}

// disturb drops the read-ahead of the run in progress, if any, for a lane that changes.
func (q Queue) disturb(ctx context.Context, it Item) {
	if r, ok := ctx.Value(runKey{}).(*run); ok && r.lane == (Lane{Module: q.module, Record: it.Record}) {
		r.done, r.ahead = nil, nil
	}
}

// serveAll serves the lanes that are due in the order of their turns. A lane that is served, or is pushed to, comes behind all others
// or is not due, so nothing is added where the turns have passed.
func (r *run) serveAll(ctx sdk.Context) error {
	var served *Turn
	for r.budget.left > 0 {
		turns, err := r.readTurns(ctx, served, r.last, min(r.budget.left, readAhead))
		if err != nil || len(turns) == 0 {
			return err
		}
		for i := 0; i < len(turns) && r.budget.left > 0; i++ {
			served = &turns[i]
			r.budget.turn = max(r.turn-min(served.Spent, r.turn), 1)
			if i == len(turns)-1 {
				others, err := r.readTurns(ctx, served, r.last, 1)
				if err != nil {
					return err
				}
				if len(others) == 0 { // none waits for the turn to end
					r.budget.turn = r.budget.left
				}
			}
			if err := r.serve(ctx, *served); err != nil {
				return err
			}
		}
	}
	return nil
}

// serve gives a lane its turn, and sets the next one.
func (r *run) serve(ctx sdk.Context, t Turn) error {
	r.lane, r.done, r.ahead = t.Lane, nil, nil
	defer func() { r.lane = Lane{} }()
	for first := true; ; first = false {
		if len(r.ahead) == 0 {
			var err error
			if r.ahead, err = r.read(ctx, t.Lane, r.done, min(r.budget.Left(), readAhead)+1); err != nil {
				return err
			}
		}
		if len(r.ahead) == 0 || r.ahead[0].At > ctx.BlockTime().Unix() {
			if first {
				r.budget.Spend(1) // its items were removed, and looking for them is work
			}
			if len(r.ahead) == 0 {
				return r.endTurn(ctx, t)
			}
			return r.moveTurn(ctx, t, Turn{Lane: t.Lane, At: nanoseconds(r.ahead[0].At)})
		}
		if r.budget.Left() == 0 {
			return r.requeue(ctx, t)
		}
		it := r.ahead[0]
		r.done, r.ahead = &it, r.ahead[1:]
		done, err := r.do(ctx, t.Module, it)
		if err != nil {
			return err
		}
		if !done {
			return r.requeue(ctx, t)
		}
	}
}

// requeue sets the next turn of a lane that has more to do: behind all others, or the rest of this one if the block ends before it.
func (r *run) requeue(ctx sdk.Context, t Turn) error {
	if r.budget.left == 0 && r.budget.turn > 0 {
		return r.moveTurn(ctx, t, Turn{Lane: t.Lane, At: t.At, Spent: r.turn - r.budget.turn})
	}
	return r.moveTurn(ctx, t, Turn{Lane: t.Lane, At: back(ctx)})
}

// do runs one item and reports whether the lane may continue with the next.
func (r *run) do(ctx sdk.Context, module string, it Item) (bool, error) {
	r.budget.Spend(1)
	handler := r.handlers[module]

	var done bool
	failure := attempt(ctx, func(ctx sdk.Context) (err error) {
		// The item is removed first, so that a handler may put the same one back.
		if err := r.items.Remove(ctx, keyOf(module, it)); err != nil {
			return err
		}
		if handler.Do == nil {
			return fmt.Errorf("expected a module with block work, got %s", module)
		}
		if done, err = handler.Do(ctx, it, r.budget); err != nil || done {
			return err
		}
		return r.items.Set(ctx, keyOf(module, it))
	})
	if failure == nil {
		return done, nil
	}

	failedItems.Add(ctx, 1, ofModule(module))
	f := Failed{Item: it, Reason: failure.reason, FailedAt: ctx.BlockTime().Unix()}
	failure.log(ctx, "block work failed", describe(module, it))
	if err := r.items.Remove(ctx, keyOf(module, it)); err != nil {
		return false, err
	}
	if err := r.PutFailed(ctx, module, f); err != nil {
		return false, err
	}
	failure = attempt(ctx, func(ctx sdk.Context) error {
		if handler.OnFailed != nil {
			if err := handler.OnFailed(ctx, it); err != nil {
				return err
			}
		}
		return r.onFailed(ctx, module, f)
	})
	if failure == nil {
		return true, nil
	}

	// No event was emitted, so the record has the reason.
	failure.log(ctx, "failed block work not reported", describe(module, it))
	f.Reason = clip("not reported (" + failure.reason + "): " + f.Reason)
	return true, r.PutFailed(ctx, module, f)
}

// read returns the first items of a lane, or those after one, at most limit.
func (s *Store) read(ctx context.Context, lane Lane, after *Item, limit uint64) ([]Item, error) {
	var of collections.Range[itemKey]
	of.Prefix(collections.QuadSuperPrefix[string, uint64, int64, collections.Pair[uint32, uint64]](lane.Module, lane.Record))
	if after != nil {
		of.StartExclusive(keyOf(lane.Module, *after)) // the store keeps a mark of each that was removed in this block
	}
	iterator, err := s.items.Iterate(ctx, &of)
	if err != nil {
		return nil, err
	}
	defer iterator.Close()

	items := make([]Item, 0, limit)
	for ; uint64(len(items)) < limit && iterator.Valid(); iterator.Next() {
		key, err := iterator.Key()
		if err != nil {
			return nil, err
		}
		items = append(items, itemOf(key))
	}
	return items, nil
}
