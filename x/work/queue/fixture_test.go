package queue_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/work/queue"
)

type (
	item   = queue.Item
	failed = queue.Failed
)

// fixture is a queue, a module "work" that has nothing but a note per number, and other modules without any state.
type fixture struct {
	testutil.TestContext

	ctx   sdk.Context
	key   *storetypes.KVStoreKey
	store *queue.Store
	queue queue.Queue // of "work"
	notes collections.Map[uint64, uint64]
	reads *reads
}

var (
	prefixes = queue.Prefixes{
		Items: collections.NewPrefix(0), Failed: collections.NewPrefix(1), Turns: collections.NewPrefix(2), TurnOf: collections.NewPrefix(3),
	}
	modules = []string{"energy", "water", "work"}
)

// setup starts at second 1,000 with an empty state.
func setup(tb testing.TB) *fixture {
	tb.Helper()
	key := storetypes.NewKVStoreKey("work")
	f := &fixture{
		TestContext: testutil.DefaultContextWithDB(tb, key, storetypes.NewTransientStoreKey("transient")),
		key:         key,
		reads:       &reads{},
	}
	sb := collections.NewSchemaBuilder(counter{KVStoreService: runtime.NewKVStoreService(key), reads: f.reads})
	f.store = queue.New(sb, prefixes)
	f.queue = f.store.Of("work")
	f.notes = collections.NewMap(sb, collections.NewPrefix(4), "notes", collections.Uint64Key, collections.Uint64Value)
	if _, err := sb.Build(); err != nil {
		tb.Fatal(err)
	}
	f.at(1000)
	return f
}

// at continues in a block at a second.
func (f *fixture) at(second int64) { f.ctx = f.Ctx.WithBlockTime(time.Unix(second, 0)) }

// note adds one to the note of an id, announces it and returns it.
func (f *fixture) note(ctx sdk.Context, id uint64) (uint64, error) {
	n, err := f.notes.Get(ctx, id)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return 0, err
	}
	ctx.EventManager().EmitEvent(sdk.NewEvent("noted"))
	return n + 1, f.notes.Set(ctx, id, n+1)
}

func (f *fixture) push(tb testing.TB, items ...item) {
	tb.Helper()
	f.pushTo(tb, "work", items...)
}

func (f *fixture) pushTo(tb testing.TB, module string, items ...item) {
	tb.Helper()
	for _, it := range items {
		if err := f.store.Of(module).Push(f.ctx, it); err != nil {
			tb.Fatal(err)
		}
	}
}

func (f *fixture) putFailed(tb testing.TB, items ...failed) {
	tb.Helper()
	for _, it := range items {
		if err := f.store.PutFailed(f.ctx, "work", it); err != nil {
			tb.Fatal(err)
		}
	}
}

// pending returns the pending items of all modules.
func (f *fixture) pending(tb testing.TB) (items []item) {
	tb.Helper()
	err := f.store.WalkPending(f.ctx, func(_ string, it item) error {
		items = append(items, it)
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return items
}

// failedItems returns the failed items of all modules.
func (f *fixture) failedItems(tb testing.TB) (items []failed) {
	tb.Helper()
	err := f.store.WalkFailed(f.ctx, func(_ string, it failed) error {
		items = append(items, it)
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return items
}

func (f *fixture) turns(tb testing.TB) (turns []queue.Turn) {
	tb.Helper()
	err := f.store.WalkTurns(f.ctx, func(t queue.Turn) error {
		turns = append(turns, t)
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return turns
}

// handler does one item.
type handler = func(ctx sdk.Context, it item, budget *queue.Budget) (bool, error)

// run does what is due of "work" and checks the turns before and after.
func (f *fixture) run(tb testing.TB, units uint64, do handler) *queue.Budget {
	tb.Helper()
	return f.runAll(tb, units, map[string]queue.Handler{"work": {Do: do}})
}

func (f *fixture) runAll(tb testing.TB, units uint64, handlers map[string]queue.Handler) *queue.Budget {
	tb.Helper()
	f.check(tb)
	budget := f.runUnchecked(tb, units, handlers)
	f.check(tb)
	return budget
}

// runUnchecked is for queues that take seconds to check.
func (f *fixture) runUnchecked(tb testing.TB, units uint64, handlers map[string]queue.Handler) *queue.Budget {
	tb.Helper()
	budget := queue.NewBudget(units)
	if err := f.store.Run(f.ctx, budget, handlers, ignore); err != nil {
		tb.Fatal(err)
	}
	return budget
}

func (f *fixture) check(tb testing.TB) {
	tb.Helper()
	kept := *f.reads // a check is no work
	if err := f.store.Check(f.ctx); err != nil {
		tb.Fatal(err)
	}
	*f.reads = kept
}

func ignore(sdk.Context, string, failed) error { return nil }

// reads counts what a store was asked for.
type reads struct {
	values, keys int
}

// counter is a store service that counts.
type counter struct {
	corestore.KVStoreService

	reads *reads
}

func (c counter) OpenKVStore(ctx context.Context) corestore.KVStore {
	return countedStore{KVStore: c.KVStoreService.OpenKVStore(ctx), reads: c.reads}
}

type countedStore struct {
	corestore.KVStore

	reads *reads
}

func (s countedStore) Get(key []byte) ([]byte, error) {
	s.reads.values++
	return s.KVStore.Get(key)
}

func (s countedStore) Has(key []byte) (bool, error) {
	s.reads.values++
	return s.KVStore.Has(key)
}

func (s countedStore) Iterator(start, end []byte) (corestore.Iterator, error) {
	s.reads.keys++ // opening goes to the first key
	iterator, err := s.KVStore.Iterator(start, end)
	return countedIterator{Iterator: iterator, reads: s.reads}, err
}

type countedIterator struct {
	corestore.Iterator

	reads *reads
}

func (i countedIterator) Next() {
	i.reads.keys++
	i.Iterator.Next()
}
