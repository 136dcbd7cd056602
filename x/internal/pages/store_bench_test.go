package pages_test

import (
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"syscall"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"

	"cosmossdk.io/collections"
	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/pages"
)

var records = flag.Int("records", 100_000, "how many records BenchmarkStore has")

// BenchmarkStore is blocks on the store of a node - rootmulti, IAVL, goleveldb on disk - over records of nine columns with
// numbers of 1 to 5 bytes, for each number of records to a key and for IAVL with and without its fast nodes:
//
//	all      every record changes in five columns, as in a settlement
//	some     1,024 records here and there change in two columns, as in a batch of readings
//
// The CPU time is that of the process, so it has the database's own work and the garbage collector in it; bytes are what
// goes to the database. Run it with -benchtime 5x: a block is long.
func BenchmarkStore(b *testing.B) {
	for _, fast := range []bool{true, false} {
		for _, slots := range []int{1, 16, 64, 128, 256, 1024} {
			b.Run(fmt.Sprintf("fast=%t/slots=%d", fast, slots), func(b *testing.B) {
				n := openNode(b, slots, fast, *records)
				b.Run("all", func(b *testing.B) {
					n.blocks(b, *records, func(ctx context.Context) error { return n.table.all(ctx, *records) })
				})
				b.Run("some", func(b *testing.B) {
					var drawn uint64
					n.blocks(b, 1024, func(ctx context.Context) error {
						numbers := make([]uint64, 1024)
						for k := range numbers {
							drawn++
							numbers[k] = drawn * 0x9E3779B97F4A7C15 >> 16 % uint64(*records)
						}
						return n.table.some(ctx, numbers)
					})
				})
			})
		}
	}
}

// node is a store on disk with one table in it.
type node struct {
	db    *countedDB
	cms   storetypes.CommitMultiStore
	table table
}

// table is the two workloads, on pages or on one key a record.
type table interface {
	fill(ctx context.Context, n int) error
	all(ctx context.Context, n int) error
	some(ctx context.Context, numbers []uint64) error
}

func openNode(b *testing.B, slots int, fast bool, n int) node {
	b.Helper()
	raw, err := dbm.NewGoLevelDB("pages", b.TempDir(), nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = raw.Close() })
	db := &countedDB{DB: raw}
	key := storetypes.NewKVStoreKey("pages")
	cms := store.NewCommitMultiStore(db, log.NewNopLogger())
	cms.SetIAVLCacheSize(781_250) // the default of app.toml
	cms.SetIAVLDisableFastNode(!fast)
	cms.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	if err := cms.LoadLatestVersion(); err != nil {
		b.Fatal(err)
	}
	sb := collections.NewSchemaBuilder(runtime.NewKVStoreService(key))
	nd := node{db: db, cms: cms}
	if slots == 1 {
		nd.table = oneByOne{collections.NewMap(sb, collections.NewPrefix(1), "wide", collections.Uint64Key, collections.BytesValue)}
	} else {
		nd.table = paged{pages.NewSized(sb, collections.NewPrefix(1), "wide", pages.NoneKey, wideRecord, slots), slots}
	}
	nd.block(b, func(ctx context.Context) error { return nd.table.fill(ctx, n) })
	return nd
}

// block does the work in a branch of the state as a block does, and commits.
func (n node) block(b *testing.B, work func(ctx context.Context) error) {
	b.Helper()
	branch := n.cms.CacheMultiStore()
	ctx := sdk.NewContext(branch, cmtproto.Header{}, false, log.NewNopLogger())
	if err := work(ctx); err != nil {
		b.Fatal(err)
	}
	branch.Write()
	n.cms.Commit()
}

func (n node) blocks(b *testing.B, changed int, work func(ctx context.Context) error) {
	b.Helper()
	n.db.bytes = 0
	before := cpu(b)
	count := 0
	for b.Loop() {
		n.block(b, work)
		count++
	}
	per := float64(count) * float64(changed)
	b.ReportMetric(float64((cpu(b)-before).Nanoseconds())/per, "cpu-ns/record")
	b.ReportMetric(float64(n.db.bytes)/per, "bytes/record")
}

func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

type paged struct {
	pages.Map[pages.None, wide]
	slots int
}

func (p paged) fill(ctx context.Context, n int) error {
	return p.each(ctx, n, func(pg *pages.Page, first, count int) {
		for i := range count {
			pg.Put(i)
		}
		for c := range 9 {
			for i := range count {
				pg.Col(c)[i] = valueOf(c, first+i)
			}
		}
	})
}

func (p paged) all(ctx context.Context, n int) error {
	return p.each(ctx, n, func(pg *pages.Page, _, count int) {
		for c := range 5 {
			col := pg.Col(c)
			for i := range col[:count] {
				col[i] ^= 1
			}
		}
	})
}

func (p paged) each(ctx context.Context, n int, fn func(pg *pages.Page, first, count int)) error {
	var pg pages.Page
	for first := 0; first < n; first += p.slots {
		page := uint64(first / p.slots)
		if err := p.Load(ctx, pages.None{}, page, &pg); err != nil {
			return err
		}
		fn(&pg, first, min(p.slots, n-first))
		if err := p.SetPage(ctx, pages.None{}, page, &pg); err != nil {
			return err
		}
	}
	return nil
}

func (p paged) some(ctx context.Context, numbers []uint64) error {
	return p.UpdateMany(ctx, pages.None{}, numbers, func(_ int, pg *pages.Page, i int) error {
		pg.Col(0)[i] ^= 1
		pg.Col(1)[i] ^= 1
		return nil
	})
}

// oneByOne has a key for each record, with its numbers as varints.
type oneByOne struct {
	collections.Map[uint64, []byte]
}

func (o oneByOne) fill(ctx context.Context, n int) error {
	for i := range n {
		if err := o.set(ctx, uint64(i), wideOf(i)); err != nil {
			return err
		}
	}
	return nil
}

func (o oneByOne) all(ctx context.Context, n int) error {
	for i := range n {
		if err := o.change(ctx, uint64(i), 5); err != nil {
			return err
		}
	}
	return nil
}

func (o oneByOne) some(ctx context.Context, numbers []uint64) error {
	for _, n := range numbers {
		if err := o.change(ctx, n, 2); err != nil {
			return err
		}
	}
	return nil
}

func (o oneByOne) change(ctx context.Context, n uint64, columns int) error {
	bz, err := o.Get(ctx, n)
	if err != nil {
		return err
	}
	var w wide
	for c := range w {
		v, size := binary.Uvarint(bz)
		w[c], bz = v, bz[size:]
	}
	for c := range columns {
		w[c] ^= 1
	}
	return o.set(ctx, n, w)
}

func (o oneByOne) set(ctx context.Context, n uint64, w wide) error {
	var bz []byte
	for _, v := range w {
		bz = binary.AppendUvarint(bz, v)
	}
	return o.Set(ctx, n, bz)
}

// countedDB counts the bytes of keys and values that are written.
type countedDB struct {
	dbm.DB
	bytes int
}

func (d *countedDB) NewBatch() dbm.Batch { return &countedBatch{d.DB.NewBatch(), d} }

func (d *countedDB) NewBatchWithSize(n int) dbm.Batch {
	return &countedBatch{d.DB.NewBatchWithSize(n), d}
}

type countedBatch struct {
	dbm.Batch
	db *countedDB
}

func (b *countedBatch) Set(key, value []byte) error {
	b.db.bytes += len(key) + len(value)
	return b.Batch.Set(key, value)
}

func (b *countedBatch) Delete(key []byte) error {
	b.db.bytes += len(key)
	return b.Batch.Delete(key)
}
