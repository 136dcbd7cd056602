package due_test

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

	"github.com/utilityd/utilityd/x/internal/due"
)

type (
	item   = due.Item[uint64]
	parked = due.Parked[uint64]
)

// fixture is a module that has nothing but a queue and a note per id.
type fixture struct {
	testutil.TestContext

	ctx   sdk.Context
	key   *storetypes.KVStoreKey
	queue due.Queue[uint64]
	notes collections.Map[uint64, uint64]
	reads *reads
}

var (
	queuePrefix  = collections.NewPrefix(0)
	parkedPrefix = collections.NewPrefix(1)
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
	f.queue = due.New(sb, queuePrefix, parkedPrefix, "work", collections.Uint64Key)
	f.notes = collections.NewMap(sb, collections.NewPrefix(2), "notes", collections.Uint64Key, collections.Uint64Value)
	if _, err := sb.Build(); err != nil {
		tb.Fatal(err)
	}
	f.ctx = f.Ctx.WithBlockTime(time.Unix(1000, 0))
	return f
}

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
	for _, it := range items {
		if err := f.queue.Push(f.ctx, it); err != nil {
			tb.Fatal(err)
		}
	}
}

func (f *fixture) waiting(tb testing.TB) (items []item) {
	tb.Helper()
	err := f.queue.Walk(f.ctx, func(it item) (bool, error) {
		items = append(items, it)
		return false, nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return items
}

func (f *fixture) failed(tb testing.TB) (items []parked) {
	tb.Helper()
	err := f.queue.WalkParked(f.ctx, func(p parked) (bool, error) {
		items = append(items, p)
		return false, nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return items
}

// run does what is due with a handler that cannot fail the run itself.
func (f *fixture) run(tb testing.TB, units uint64, handler due.Handler[uint64]) *due.Budget {
	tb.Helper()
	budget := due.NewBudget(units)
	if err := f.queue.Run(f.ctx, budget, handler, ignore); err != nil {
		tb.Fatal(err)
	}
	return budget
}

func ignore(sdk.Context, parked) error { return nil }

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
