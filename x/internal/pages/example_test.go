package pages_test

import (
	"fmt"
	"testing"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"

	"github.com/utilityd/utilityd/x/internal/pages"
)

// member is what a community keeps of a household.
type member struct {
	Produced, Consumed uint64 // Wh, since the last interval
}

// A batch brings readings for three of the members in the order they came in; two of them share a key. A settlement then
// goes over a page column by column.
func Example() {
	key := storetypes.NewKVStoreKey("energy")
	ctx := testutil.DefaultContextWithDB(&testing.T{}, key, storetypes.NewTransientStoreKey("transient")).Ctx
	sb := collections.NewSchemaBuilder(runtime.NewKVStoreService(key))
	form := pages.Fields(func(m *member, row pages.Row) { row.Uint(0, &m.Produced, &m.Consumed) })
	members := pages.New(sb, collections.NewPrefix(0), "members", collections.StringKey, form)

	numbers, readings := []uint64{130, 1, 2}, []uint64{500, 80, 120}
	err := members.UpdateMany(ctx, "Riedmatt", numbers, func(k int, pg *pages.Page, i int) error {
		pg.Put(i) // a first reading makes the record
		pg.Col(1)[i] += readings[k]
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}

	pg, err := members.Page(ctx, "Riedmatt", 0)
	if err != nil {
		fmt.Println(err)
	}
	consumed, sum := pg.Col(1), uint64(0)
	for i, wh := range consumed[:pg.Len()] {
		sum += wh
		consumed[i] = 0
	}
	if err := members.SetPage(ctx, "Riedmatt", 0, pg); err != nil {
		fmt.Println(err)
	}
	fmt.Println("consumed in page 0:", sum, "Wh")

	err = members.Walk(ctx, "Riedmatt", func(n uint64, m member) (bool, error) {
		fmt.Println("member", n, m)
		return false, nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// consumed in page 0: 200 Wh
	// member 1 {0 0}
	// member 2 {0 0}
	// member 130 {0 500}
}
