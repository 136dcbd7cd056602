package queue_test

import (
	"errors"
	"fmt"
	"time"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/work/queue"
)

// Three communities have epochs to settle, and a block has four units. Riedmatt has five epochs due, and the others need not wait
// for all of them. Fontana's first cannot be settled; it has failed, and is retried when there is a wallet.
func Example() {
	key := storetypes.NewKVStoreKey("work")
	ctx := testutil.DefaultContext(key, storetypes.NewTransientStoreKey("transient"))
	sb := collections.NewSchemaBuilder(runtime.NewKVStoreService(key))
	store := queue.New(sb, queue.Prefixes{
		Items: collections.NewPrefix(0), Failed: collections.NewPrefix(1), Turns: collections.NewPrefix(2), TurnOf: collections.NewPrefix(3),
	})
	energy := store.Of("energy")

	const (
		settle                         = 1
		riedmatt, fontana, ochsenbuehl = 1, 2, 3
	)
	names := map[uint64]string{riedmatt: "Riedmatt", fontana: "Fontana", ochsenbuehl: "Ochsenbühl"}
	push := func(community, epoch uint64) {
		_ = energy.Push(ctx, queue.Item{At: 900 + int64(epoch), Record: community, Kind: settle, Number: epoch})
	}
	for epoch := range uint64(5) {
		push(riedmatt, epoch)
	}
	push(fontana, 3)
	push(ochsenbuehl, 4)

	wallets := 0
	handlers := map[string]queue.Handler{"energy": {Do: func(_ sdk.Context, it queue.Item, budget *queue.Budget) (bool, error) {
		budget.Spend(1) // a page of members
		if it.Record == fontana && wallets == 0 {
			return false, errors.New("expected a wallet, got none")
		}
		fmt.Println("  settled", names[it.Record], "epoch", it.Number)
		return true, nil
	}}}
	endBlock := func(second int64) {
		fmt.Println("second", second)
		_ = store.Run(ctx.WithBlockTime(time.Unix(second, 0)), queue.NewBudget(8), handlers,
			func(_ sdk.Context, _ string, f queue.Failed) error {
				fmt.Printf("  failed %s epoch %d: %s\n", names[f.Record], f.Number, f.Reason)
				return nil
			})
	}

	endBlock(1000)
	wallets++
	_, _ = energy.Retry(ctx.WithBlockTime(time.Unix(1001, 0)), fontana, settle, 3)
	endBlock(1001)
	// Output:
	// second 1000
	//   settled Riedmatt epoch 0
	//   failed Fontana epoch 3: expected a wallet, got none
	//   settled Ochsenbühl epoch 4
	//   settled Riedmatt epoch 1
	// second 1001
	//   settled Riedmatt epoch 2
	//   settled Fontana epoch 3
	//   settled Riedmatt epoch 3
	//   settled Riedmatt epoch 4
}
