package due_test

import (
	"errors"
	"fmt"
	"time"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/due"
)

// A module has three settlements due and a budget of two a block. The first cannot be done; it is parked, and retried when
// what it lacked is there.
func Example() {
	key := storetypes.NewKVStoreKey("energy")
	ctx := testutil.DefaultContext(key, storetypes.NewTransientStoreKey("transient"))
	sb := collections.NewSchemaBuilder(runtime.NewKVStoreService(key))
	queue := due.New(sb, collections.NewPrefix(0), collections.NewPrefix(1), "due", collections.StringKey)

	const settle = 1
	for i, community := range []string{"Riedmatt", "Fontana", "Ochsenbühl"} {
		_ = queue.Push(ctx, due.Item[string]{At: 900 + int64(i), Kind: settle, ID: community})
	}

	wallets := 0
	endBlock := func(second int64) {
		fmt.Println("second", second)
		_ = queue.Run(ctx.WithBlockTime(time.Unix(second, 0)), due.NewBudget(2),
			func(_ sdk.Context, it due.Item[string], _ *due.Budget) (bool, error) {
				if it.ID == "Riedmatt" && wallets == 0 {
					return false, errors.New("expected a wallet, got none")
				}
				fmt.Println("  settled", it.ID)
				return true, nil
			},
			func(_ sdk.Context, p due.Parked[string]) error {
				fmt.Printf("  parked %s: %s\n", p.ID, p.Reason)
				return nil
			})
	}

	endBlock(1000)
	endBlock(1001)
	wallets++
	_ = queue.Retry(ctx, settle, "Riedmatt", 1001)
	endBlock(1002)
	// Output:
	// second 1000
	//   parked Riedmatt: expected a wallet, got none
	//   settled Fontana
	// second 1001
	//   settled Ochsenbühl
	// second 1002
	//   settled Riedmatt
}
