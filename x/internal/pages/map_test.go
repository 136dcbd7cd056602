package pages_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"slices"
	"testing"

	"cosmossdk.io/collections"
	"cosmossdk.io/collections/colltest"

	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"

	"github.com/utilityd/utilityd/x/internal/pages"
)

func TestARecordIsFoundWhereItWasPut(t *testing.T) {
	for _, n := range []uint64{0, 1, 127, 128, 129, 1 << 32, math.MaxUint64 - 1, math.MaxUint64} {
		f := setup(t)
		f.set(t, "north", n)
		got, err := f.meters.Get(f.ctx, "north", n)
		if err != nil || got != meterOf(n) {
			t.Fatalf("record %d: expected %v, got %v, %v", n, meterOf(n), got, err)
		}
		if has, err := f.meters.Has(f.ctx, "north", n); err != nil || !has {
			t.Fatalf("record %d: expected to have it, got %t, %v", n, has, err)
		}
		if found := f.numbers(t, "north"); !slices.Equal(found, []uint64{n}) {
			t.Fatalf("expected record %d alone, got %d", n, found)
		}
		for _, other := range []uint64{n - 1, n + 1} {
			if _, err := f.meters.Get(f.ctx, "north", other); !errors.Is(err, collections.ErrNotFound) {
				t.Fatalf("record %d: expected none, got %v", other, err)
			}
		}
		if has, err := f.meters.Has(f.ctx, "south", n); err != nil || has {
			t.Fatalf("expected none in another area, got %t, %v", has, err)
		}
		if err := f.meters.Remove(f.ctx, "north", n); err != nil {
			t.Fatal(err)
		}
		if f.count.deletes != 1 {
			t.Fatalf("expected the key to go with its last record, got %d deletes", f.count.deletes)
		}
	}
}

// What Stored returns makes the page as often as it is wanted, whatever was done to the page that was made of it before.
func TestAStoredPageIsDecodedAgainAndAgain(t *testing.T) {
	f := setup(t)
	f.set(t, "north", 3, 5)
	bz, err := f.meters.Stored(f.ctx, "north", 0)
	if err != nil {
		t.Fatal(err)
	}
	var pg pages.Page
	for range 2 {
		if err := f.meters.Decode(0, bz, &pg); err != nil {
			t.Fatal(err)
		}
		if got, want := pg.At(1, 5), meterOf(5).Exported; pg.Records() != 2 || got != want {
			t.Fatalf("expected 2 records and %d, got %d and %d", want, pg.Records(), got)
		}
		pg.Col(1)[5]++
		pg.Drop(3)
	}

	bz, err = f.meters.Stored(f.ctx, "north", 1)
	if err != nil || bz != nil {
		t.Fatalf("expected nothing stored, got %x, %v", bz, err)
	}
	if err := f.meters.Decode(1, bz, &pg); err != nil || pg.Records() != 0 {
		t.Fatalf("expected an empty page, got %d records, %v", pg.Records(), err)
	}
	if err := f.meters.Decode(1, []byte{}, &pg); !errors.Is(err, collections.ErrEncoding) {
		t.Fatalf("expected %v, got %v", collections.ErrEncoding, err)
	}
}

// Encode is promised zeros, whatever the map did before.
func TestARowIsZerosBeforeItIsEncoded(t *testing.T) {
	key := storetypes.NewKVStoreKey("pages")
	ctx := testutil.DefaultContextWithDB(t, key, storetypes.NewTransientStoreKey("transient")).Ctx
	sb := collections.NewSchemaBuilder(runtime.NewKVStoreService(key))
	m := pages.New(sb, collections.NewPrefix(1), "sums", pages.NoneKey, pages.Record[uint64]{
		Columns: 2,
		Encode: func(v uint64, row []uint64) {
			row[0] += v
			if v > 10 {
				row[1] = 1
			}
		},
		Decode: func(row []uint64) uint64 { return row[0] + 1000*row[1] },
	})
	for n, v := range []uint64{11, 5, 12, 0} {
		if err := m.Set(ctx, pages.None{}, uint64(n), v); err != nil {
			t.Fatal(err)
		}
	}
	for n, want := range []uint64{1011, 5, 1012, 0} {
		if got, err := m.Get(ctx, pages.None{}, uint64(n)); err != nil || got != want {
			t.Fatalf("record %d: expected %d, got %d, %v", n, want, got, err)
		}
	}
}

func TestRemovingWhatIsNotThereWritesNothing(t *testing.T) {
	f := setup(t)
	f.set(t, "north", 5)
	*f.count = count{}
	for _, n := range []uint64{4, 6, 1000} {
		if err := f.meters.Remove(f.ctx, "north", n); err != nil {
			t.Fatal(err)
		}
	}
	if f.count.sets+f.count.deletes != 0 {
		t.Fatalf("expected no write, got %+v", *f.count)
	}
}

func TestSetPage(t *testing.T) {
	f := setup(t)
	f.set(t, "north", 130)

	pg, err := f.meters.Page(f.ctx, "north", 1)
	if err != nil {
		t.Fatal(err)
	}
	pg.Put(5)
	pg.Col(1)[5] = 42
	if got, _ := f.meters.Has(f.ctx, "north", 133); got {
		t.Fatal("expected nothing to be written before SetPage")
	}
	if err := f.meters.SetPage(f.ctx, "north", 1, pg); err != nil {
		t.Fatal(err)
	}
	if got, err := f.meters.Get(f.ctx, "north", 133); err != nil || got != (meter{Exported: 42}) {
		t.Fatalf("expected 42 exported, got %v, %v", got, err)
	}

	// a page may be used further, and stored elsewhere
	pg.Drop(2)
	if err := f.meters.SetPage(f.ctx, "south", 0, pg); err != nil {
		t.Fatal(err)
	}
	if got := f.numbers(t, "south"); !slices.Equal(got, []uint64{5}) {
		t.Fatalf("expected record 5, got %d", got)
	}
	pg.Drop(5)
	if err := f.meters.SetPage(f.ctx, "south", 0, pg); err != nil {
		t.Fatal(err)
	}
	if got := f.numbers(t, "south"); len(got) != 0 {
		t.Fatalf("expected no record, got %d", got)
	}
}

func TestSetPageRefuses(t *testing.T) {
	f := setup(t)
	pg, err := f.meters.Page(f.ctx, "north", 0)
	if err != nil || pg.Len() != 0 {
		t.Fatalf("expected an empty page, got %d records, %v", pg.Len(), err)
	}
	pg.Put(0)
	tests := []struct {
		name string
		page uint64
		pg   *pages.Page
	}{
		{name: "a page whose numbers would not fit in 64 bits", page: math.MaxUint64/pages.Size + 1, pg: pg},
		{name: "a page of another map", page: 0, pg: pages.Empty(4, pages.Size)},
		{name: "a page that was never loaded", page: 0, pg: new(pages.Page)},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			if err := f.meters.SetPage(f.ctx, "north", tc.page, tc.pg); !errors.Is(err, collections.ErrEncoding) {
				t.Fatalf("expected an encoding error, got %v", err)
			}
		})
	}
}

func TestSpoiltStateIsAnError(t *testing.T) {
	key := storetypes.NewKVStoreKey("pages")
	ctx := testutil.DefaultContextWithDB(t, key, storetypes.NewTransientStoreKey("transient")).Ctx
	sb := collections.NewSchemaBuilder(runtime.NewKVStoreService(key))
	meters := pages.New(sb, collections.NewPrefix(1), "meters", pages.NoneKey, meterRecord)
	ctx.KVStore(key).Set(append([]byte{1}, make([]byte, 8)...), []byte("spoilt"))

	none := pages.None{}
	calls := map[string]error{
		"Set":    meters.Set(ctx, none, 3, meter{}),
		"Remove": meters.Remove(ctx, none, 3),
		"UpdateMany": meters.UpdateMany(ctx, none, []uint64{3}, func(int, *pages.Page, int) error {
			t.Error("expected no call for a page that cannot be read")
			return nil
		}),
		"Walk": meters.Walk(ctx, none, func(uint64, meter) (bool, error) { return false, nil }),
	}
	_, calls["Get"] = meters.Get(ctx, none, 3)
	_, calls["Has"] = meters.Has(ctx, none, 3)
	_, calls["Page"] = meters.Page(ctx, none, 0)
	for name, err := range calls {
		if !errors.Is(err, collections.ErrEncoding) {
			t.Errorf("%s: expected an encoding error, got %v", name, err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		name string
		rec  pages.Record[meter]
	}{
		{name: "a record without a column", rec: pages.Record[meter]{Encode: meterRecord.Encode, Decode: meterRecord.Decode}},
		{name: "a record that cannot be written", rec: pages.Record[meter]{Columns: 3, Decode: meterRecord.Decode}},
		{name: "a record that cannot be read", rec: pages.Record[meter]{Columns: 3, Encode: meterRecord.Encode}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Fatal("expected a panic at start-up")
				}
			}()
			sb := collections.NewSchemaBuilder(runtime.NewKVStoreService(storetypes.NewKVStoreKey("pages")))
			pages.New(sb, collections.NewPrefix(1), "meters", pages.NoneKey, tc.rec)
		})
	}
}

func TestNoneKey(t *testing.T) {
	colltest.TestKeyCodec(t, pages.NoneKey, pages.None{})
	if _, err := pages.NoneKey.DecodeJSON([]byte(`"x"`)); !errors.Is(err, collections.ErrEncoding) {
		t.Fatalf("expected an encoding error, got %v", err)
	}
}

func TestValueCodec(t *testing.T) {
	stored := unhex(t, "0100 01 01 07")
	colltest.TestValueCodec(t, pages.ValueCodec(1, pages.Size), stored)
	for _, text := range []string{`7`, `""`, `"AAAA"`} {
		if _, err := pages.ValueCodec(1, pages.Size).DecodeJSON([]byte(text)); err == nil {
			t.Fatalf("%s: expected an error", text)
		}
	}
}

// The schema's own genesis carries the pages over as well.
func TestSchemaGenesis(t *testing.T) {
	from, to := setup(t), setup(t)
	from.set(t, "north", 0, 5, 128, 4000)
	from.set(t, "south", 9)

	files := map[string]*bytes.Buffer{}
	err := from.schema.ExportGenesis(from.ctx, func(field string) (io.WriteCloser, error) {
		files[field] = &bytes.Buffer{}
		return closer{files[field]}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(files["meters"].Bytes()) {
		t.Fatalf("expected JSON, got %s", files["meters"])
	}
	source := func(field string) (io.ReadCloser, error) { return io.NopCloser(files[field]), nil }
	if err := to.schema.InitGenesis(to.ctx, source); err != nil {
		t.Fatal(err)
	}
	if want, got := all(t, from), all(t, to); !slices.Equal(want, got) {
		t.Fatalf("expected %v, got %v", want, got)
	}
}

type closer struct{ io.Writer }

func (closer) Close() error { return nil }
