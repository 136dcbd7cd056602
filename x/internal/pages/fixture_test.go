package pages_test

import (
	"context"
	"testing"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/pages"
)

// meter is a record of three columns, one of them mostly zero.
type meter struct {
	Imported, Exported, Faults uint64
}

var meterRecord = pages.Fields(func(m *meter, row pages.Row) { row.Uint(0, &m.Imported, &m.Exported, &m.Faults) })

// fixture is a store with a map in it, and one neighbour on each side that has to stay as it is.
type fixture struct {
	ctx    sdk.Context
	meters pages.Map[string, meter]
	count  *count

	schema        collections.Schema
	before, after collections.Item[uint64]
}

func setup(tb testing.TB) *fixture {
	tb.Helper()
	key := storetypes.NewKVStoreKey("pages")
	f := &fixture{
		ctx:   testutil.DefaultContextWithDB(tb, key, storetypes.NewTransientStoreKey("transient")).Ctx,
		count: &count{},
	}
	sb := collections.NewSchemaBuilder(counter{KVStoreService: runtime.NewKVStoreService(key), count: f.count})
	f.before = collections.NewItem(sb, collections.NewPrefix(0), "before", collections.Uint64Value)
	f.meters = pages.New(sb, collections.NewPrefix(1), "meters", collections.StringKey, meterRecord)
	f.after = collections.NewItem(sb, collections.NewPrefix(2), "after", collections.Uint64Value)
	schema, err := sb.Build()
	if err != nil {
		tb.Fatal(err)
	}
	f.schema = schema
	for _, item := range []collections.Item[uint64]{f.before, f.after} {
		if err := item.Set(f.ctx, 1); err != nil {
			tb.Fatal(err)
		}
	}
	return f
}

// set writes a record whose numbers are told apart: n+1, 1000·n, 0.
func (f *fixture) set(tb testing.TB, area string, numbers ...uint64) {
	tb.Helper()
	for _, n := range numbers {
		if err := f.meters.Set(f.ctx, area, n, meterOf(n)); err != nil {
			tb.Fatal(err)
		}
	}
}

func meterOf(n uint64) meter { return meter{Imported: n + 1, Exported: 1000 * n} }

// numbers is what a walk over the area finds; the neighbours have to be there still.
func (f *fixture) numbers(tb testing.TB, area string) (found []uint64) {
	tb.Helper()
	err := f.meters.Walk(f.ctx, area, func(n uint64, _ meter) (bool, error) {
		found = append(found, n)
		return false, nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	for _, item := range []collections.Item[uint64]{f.before, f.after} {
		if v, err := item.Get(f.ctx); err != nil || v != 1 {
			tb.Fatalf("expected the neighbours to stay, got %d, %v", v, err)
		}
	}
	return found
}

// count is how often the store was asked and told.
type count struct {
	gets, sets, deletes, visited int
}

type counter struct {
	corestore.KVStoreService
	count *count
}

func (c counter) OpenKVStore(ctx context.Context) corestore.KVStore {
	return countedStore{KVStore: c.KVStoreService.OpenKVStore(ctx), count: c.count}
}

type countedStore struct {
	corestore.KVStore
	count *count
}

func (s countedStore) Get(key []byte) ([]byte, error) {
	s.count.gets++
	return s.KVStore.Get(key)
}

func (s countedStore) Set(key, value []byte) error {
	s.count.sets++
	return s.KVStore.Set(key, value)
}

func (s countedStore) Delete(key []byte) error {
	s.count.deletes++
	return s.KVStore.Delete(key)
}

func (s countedStore) Iterator(start, end []byte) (corestore.Iterator, error) {
	iter, err := s.KVStore.Iterator(start, end)
	return countedIterator{Iterator: iter, count: s.count}, err
}

type countedIterator struct {
	corestore.Iterator
	count *count
}

func (i countedIterator) Next() {
	i.count.visited++
	i.Iterator.Next()
}
