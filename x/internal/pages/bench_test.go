package pages_test

import (
	"context"
	"fmt"
	"testing"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/pages"
)

// valueOf is a number of 1 to 5 bytes: column c has (c mod 5)+1.
func valueOf(c, i int) uint64 {
	bits := 8 * (c%5 + 1)
	return (uint64(i+1) * 0x9E3779B97F4A7C15) >> (64 - bits)
}

// perNumber reports the time by record and column.
func perNumber(b *testing.B, numbers int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(numbers), "ns/number")
}

func fullPage(b *testing.B, columns, slots int) []byte {
	b.Helper()
	pg := pages.Empty(columns, slots)
	for i := range slots {
		pg.Put(i)
		for c := range columns {
			pg.Col(c)[i] = valueOf(c, i)
		}
	}
	bz, err := pages.Encode(pg)
	if err != nil {
		b.Fatal(err)
	}
	return bz
}

// BenchmarkCodec is a page of 128 without the store: decoded with all columns, encoded with all columns changed, both
// with one column changed, and one record read.
func BenchmarkCodec(b *testing.B) {
	for _, columns := range []int{3, 9} {
		bz := fullPage(b, columns, pages.Size)
		open := func(b *testing.B, pg *pages.Page, columns int) {
			b.Helper()
			for c := range columns {
				pg.Col(c)[1]++
			}
		}
		run := func(name string, fn func(b *testing.B)) {
			b.Run(fmt.Sprintf("%s/columns=%d", name, columns), func(b *testing.B) {
				b.ReportAllocs()
				fn(b)
				perNumber(b, columns*pages.Size)
			})
		}
		load := func(b *testing.B, pg *pages.Page) {
			b.Helper()
			if err := pages.Decode(pg, columns, pages.Size, bz); err != nil {
				b.Fatal(err)
			}
		}
		run("decode", func(b *testing.B) {
			for b.Loop() {
				var pg pages.Page
				load(b, &pg)
				open(b, &pg, columns)
			}
		})
		run("decode-again", func(b *testing.B) {
			var pg pages.Page
			for b.Loop() {
				load(b, &pg)
				open(b, &pg, columns)
			}
		})
		run("encode", func(b *testing.B) {
			var pg pages.Page
			load(b, &pg)
			open(b, &pg, columns)
			for b.Loop() {
				if _, err := pages.Encode(&pg); err != nil {
					b.Fatal(err)
				}
			}
		})
		run("change-one-column", func(b *testing.B) {
			var pg pages.Page
			for b.Loop() {
				load(b, &pg)
				open(b, &pg, 1)
				if _, err := pages.Encode(&pg); err != nil {
					b.Fatal(err)
				}
			}
		})
		run("read-one-record", func(b *testing.B) {
			var pg pages.Page
			var sum uint64
			for b.Loop() {
				load(b, &pg)
				for c := range columns {
					sum += pg.At(c, 77)
				}
			}
			if sum == 0 {
				b.Fatal("expected values")
			}
		})
	}
}

// wide is a record of nine columns.
type wide [9]uint64

var wideRecord = pages.Record[wide]{
	Columns: 9,
	Encode:  func(w wide, row []uint64) { copy(row, w[:]) },
	Decode:  func(row []uint64) wide { return wide(row) },
}

func wideOf(i int) (w wide) {
	for c := range w {
		w[c] = valueOf(c, i)
	}
	return w
}

// fill makes records 0 to n-1, page by page.
func fillWide(tb testing.TB, ctx context.Context, m pages.Map[pages.None, wide], slots, n int) {
	tb.Helper()
	for first := 0; first < n; first += slots {
		pg, err := m.Page(ctx, pages.None{}, uint64(first/slots))
		if err != nil {
			tb.Fatal(err)
		}
		for i := range min(slots, n-first) {
			pg.Put(i)
			for c := range 9 {
				pg.Col(c)[i] = valueOf(c, first+i)
			}
		}
		if err := m.SetPage(ctx, pages.None{}, uint64(first/slots), pg); err != nil {
			tb.Fatal(err)
		}
	}
}

// BenchmarkMap is the map on a store in memory, without commits: what this package costs, not what the tree costs.
func BenchmarkMap(b *testing.B) {
	const records = 100_000
	key := storetypes.NewKVStoreKey("pages")
	parent := testutil.DefaultContextWithDB(b, key, storetypes.NewTransientStoreKey("transient")).Ctx
	sb := collections.NewSchemaBuilder(runtime.NewKVStoreService(key))
	m := pages.New(sb, collections.NewPrefix(1), "wide", pages.NoneKey, wideRecord)
	fillWide(b, parent, m, pages.Size, records)

	many := map[string][]uint64{"in-order": nil, "scattered": nil}
	for k := range 1024 {
		many["in-order"] = append(many["in-order"], uint64(5000+k))
		many["scattered"] = append(many["scattered"], uint64(k)*0x9E3779B97F4A7C15%records)
	}
	for _, order := range []string{"in-order", "scattered"} {
		b.Run("UpdateMany/1024-"+order, func(b *testing.B) {
			b.ReportAllocs()
			ctx, _ := parent.CacheContext()
			for b.Loop() {
				err := m.UpdateMany(ctx, pages.None{}, many[order], func(_ int, pg *pages.Page, i int) error {
					pg.Col(1)[i]++
					pg.Col(3)[i] += 2
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			perNumber(b, 1024)
		})
	}
	b.Run("Get", func(b *testing.B) {
		each(b, parent, func(ctx sdk.Context, n uint64) error {
			_, err := m.Get(ctx, pages.None{}, n)
			return err
		})
	})
	b.Run("Set", func(b *testing.B) {
		each(b, parent, func(ctx sdk.Context, n uint64) error {
			return m.Set(ctx, pages.None{}, n, wideOf(int(n)+1))
		})
	})
	b.Run("Walk", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			err := m.Walk(parent, pages.None{}, func(uint64, wide) (bool, error) { return false, nil })
			if err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/records, "ns/record")
	})
}

func each(b *testing.B, parent sdk.Context, fn func(ctx sdk.Context, n uint64) error) {
	b.Helper()
	b.ReportAllocs()
	ctx, _ := parent.CacheContext()
	var n uint64
	for b.Loop() {
		n = (n + 7919) % 1000
		if err := fn(ctx, n); err != nil {
			b.Fatal(err)
		}
	}
}
