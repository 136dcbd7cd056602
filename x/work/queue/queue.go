package queue

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"
)

// ErrNotFailed is returned if no failed item is there to be retried.
var ErrNotFailed = errors.New("expected work that failed")

// Store holds the block work of all modules: pending and failed items, and the turns of lanes.
type Store struct {
	items  collections.KeySet[itemKey]
	failed collections.Map[failedKey, []byte]
	turns  collections.Map[turnKey, uint64]
	turnOf collections.Map[laneKey, int64]
}

// Prefixes are those of the four maps of a Store.
type Prefixes struct {
	Items, Failed, Turns, TurnOf collections.Prefix
}

// New adds the queue to a schema.
func New(sb *collections.SchemaBuilder, p Prefixes) *Store {
	return &Store{
		items: collections.NewKeySet(sb, p.Items, "pending", collections.QuadKeyCodec(
			collections.StringKey, collections.Uint64Key, collections.Int64Key,
			collections.PairKeyCodec(collections.Uint32Key, collections.Uint64Key))),
		failed: collections.NewMap(sb, p.Failed, "failed", collections.QuadKeyCodec(
			collections.StringKey, collections.Uint64Key, collections.Uint32Key, collections.Uint64Key), collections.BytesValue),
		turns: collections.NewMap(sb, p.Turns, "turns",
			collections.TripleKeyCodec(collections.Int64Key, collections.StringKey, collections.Uint64Key), collections.Uint64Value),
		turnOf: collections.NewMap(sb, p.TurnOf, "turn_of",
			collections.PairKeyCodec(collections.StringKey, collections.Uint64Key), collections.Int64Value),
	}
}

// Of returns the queue of one module.
func (s *Store) Of(module string) Queue { return Queue{store: s, module: module} }

// Queue is the work of one module.
type Queue struct {
	store  *Store
	module string
}

// Push adds an item. One that is pending already is not added twice.
func (q Queue) Push(ctx context.Context, it Item) error {
	q.disturb(ctx, it)
	if err := q.store.items.Set(ctx, keyOf(q.module, it)); err != nil {
		return err
	}
	return q.store.advance(ctx, Lane{Module: q.module, Record: it.Record}, it.At)
}

// Remove deletes a pending item. A missing one is no error.
func (q Queue) Remove(ctx context.Context, it Item) error {
	q.disturb(ctx, it)
	return q.store.items.Remove(ctx, keyOf(q.module, it))
}

// Cancel deletes an item, pending or failed. A missing one is no error.
func (q Queue) Cancel(ctx context.Context, it Item) error {
	if err := q.Remove(ctx, it); err != nil {
		return err
	}
	return q.store.failed.Remove(ctx, it.failedKey(q.module))
}

// Retry makes a failed item pending again, at the time for which it was first due. It returns ErrNotFailed if it did not fail.
func (q Queue) Retry(ctx context.Context, record uint64, kind uint32, number uint64) (Item, error) {
	f, err := q.Failed(ctx, record, kind, number)
	if err != nil {
		return Item{}, err
	}
	if err := q.store.failed.Remove(ctx, f.failedKey(q.module)); err != nil {
		return Item{}, err
	}
	return f.Item, q.Push(ctx, f.Item)
}

// Failed returns a failed item, or ErrNotFailed.
func (q Queue) Failed(ctx context.Context, record uint64, kind uint32, number uint64) (Failed, error) {
	key := collections.Join4(q.module, record, kind, number)
	value, err := q.store.failed.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return Failed{}, fmt.Errorf("%w, got %s", ErrNotFailed, describe(q.module, Item{Record: record, Kind: kind, Number: number}))
	}
	if err != nil {
		return Failed{}, err
	}
	return decodeFailed(key, value)
}

// State returns whether an item is pending and whether it has failed.
func (q Queue) State(ctx context.Context, it Item) (pending, failed bool, err error) {
	if pending, err = q.store.items.Has(ctx, keyOf(q.module, it)); err != nil {
		return false, false, err
	}
	failed, err = q.store.failed.Has(ctx, it.failedKey(q.module))
	return pending, failed, err
}

// Walk visits all items of the module, first those that are pending, then those that failed. It is for checks.
func (q Queue) Walk(ctx context.Context, visit func(it Item, failed bool) error) error {
	err := q.store.items.Walk(ctx, collections.NewPrefixedQuadRange[string, uint64, int64, collections.Pair[uint32, uint64]](q.module),
		func(key itemKey) (bool, error) {
			err := visit(itemOf(key), false)
			return err != nil, err
		})
	if err != nil {
		return err
	}
	return q.store.failed.Walk(ctx, collections.NewPrefixedQuadRange[string, uint64, uint32, uint64](q.module),
		func(key failedKey, value []byte) (bool, error) {
			f, err := decodeFailed(key, value)
			if err == nil {
				err = visit(f.Item, true)
			}
			return err != nil, err
		})
}

// WalkPending visits the pending items of all modules in the order of module, record, time, kind and number.
func (s *Store) WalkPending(ctx context.Context, visit func(module string, it Item) error) error {
	return s.items.Walk(ctx, nil, func(key itemKey) (bool, error) {
		err := visit(key.K1(), itemOf(key))
		return err != nil, err
	})
}

// WalkFailed visits the failed items of all modules in the order of module, record, kind and number.
func (s *Store) WalkFailed(ctx context.Context, visit func(module string, f Failed) error) error {
	return s.failed.Walk(ctx, nil, func(key failedKey, value []byte) (bool, error) {
		f, err := decodeFailed(key, value)
		if err == nil {
			err = visit(key.K1(), f)
		}
		return err != nil, err
	})
}

// Put stores a pending item without a turn for its lane: a genesis has the turns beside the items.
func (s *Store) Put(ctx context.Context, module string, it Item) error {
	return s.items.Set(ctx, keyOf(module, it))
}
