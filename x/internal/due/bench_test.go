package due_test

import (
	"fmt"
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

	"github.com/utilityd/utilityd/x/internal/due"
)

// BenchmarkRun does 2,000 items of a queue in a block, with IAVL and goleveldb on disk, and commits. What the block costs must
// not depend much on how many more are waiting.
func BenchmarkRun(b *testing.B) {
	const units = 2_000
	for _, waiting := range []uint64{2_000, 100_000} {
		b.Run(fmt.Sprintf("waiting=%d", waiting), func(b *testing.B) {
			db, err := dbm.NewGoLevelDB("due", b.TempDir(), nil)
			if err != nil {
				b.Fatal(err)
			}
			key := storetypes.NewKVStoreKey("work")
			cms := store.NewCommitMultiStore(db, log.NewNopLogger())
			cms.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
			if err := cms.LoadLatestVersion(); err != nil {
				b.Fatal(err)
			}
			queue := due.New(collections.NewSchemaBuilder(runtime.NewKVStoreService(key)),
				queuePrefix, parkedPrefix, "work", collections.Uint64Key)
			block := func(do func(ctx sdk.Context) error) {
				branch := cms.CacheMultiStore()
				ctx := sdk.NewContext(branch, cmtproto.Header{Time: time.Unix(1000, 0)}, false, log.NewNopLogger())
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
						if err := queue.Push(ctx, item{At: 900, ID: next}); err != nil {
							return err
						}
						next++
					}
					return nil
				})
			}
			fill(waiting)

			var run time.Duration
			b.ResetTimer()
			for range b.N {
				block(func(ctx sdk.Context) error {
					start := time.Now()
					defer func() { run += time.Since(start) }()
					return queue.Run(ctx, due.NewBudget(units), finish, ignore)
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
