package queue_test

import (
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

	"github.com/utilityd/utilityd/x/work/queue"
)

// BenchmarkRun does 2,000 items in a block, with IAVL and goleveldb on disk, and commits. What an item costs must not depend much on
// how many more are waiting, nor on how many lanes they are in.
func BenchmarkRun(b *testing.B) {
	const units = 2_000
	for _, bb := range []struct {
		name           string
		waiting, lanes uint64
	}{
		{"waiting=2000", 2_000, 1},
		{"waiting=100000", 100_000, 1},
		{"lanes=2000", 2_000, 2_000},
	} {
		b.Run(bb.name, func(b *testing.B) {
			db, err := dbm.NewGoLevelDB("work", b.TempDir(), nil)
			if err != nil {
				b.Fatal(err)
			}
			key := storetypes.NewKVStoreKey("work")
			cms := store.NewCommitMultiStore(db, log.NewNopLogger())
			cms.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
			if err := cms.LoadLatestVersion(); err != nil {
				b.Fatal(err)
			}
			work := queue.New(collections.NewSchemaBuilder(runtime.NewKVStoreService(key)), prefixes)
			handlers := map[string]queue.Handler{"work": {Do: finish}}
			second := int64(1000)
			block := func(do func(ctx sdk.Context) error) {
				branch := cms.CacheMultiStore()
				ctx := sdk.NewContext(branch, cmtproto.Header{Time: time.Unix(second, 0)}, false, log.NewNopLogger())
				second++
				if err := do(ctx); err != nil {
					b.Fatal(err)
				}
				branch.Write()
				cms.Commit()
			}
			next := uint64(0)
			fill := func(n uint64) {
				block(func(ctx sdk.Context) error {
					for range n {
						if err := work.Of("work").Push(ctx, item{Record: next % bb.lanes, At: 900, Number: next}); err != nil {
							return err
						}
						next++
					}
					return nil
				})
			}
			fill(bb.waiting)

			var run time.Duration
			b.ResetTimer()
			for range b.N {
				block(func(ctx sdk.Context) error {
					start := time.Now()
					defer func() { run += time.Since(start) }()
					return work.Run(ctx, queue.NewBudget(units), handlers, ignore)
				})
				b.StopTimer()
				fill(units)
				b.StartTimer()
			}
			b.ReportMetric(float64(run.Nanoseconds())/float64(b.N)/units, "run-ns/item")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/units, "block-ns/item")
			if err := db.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}
