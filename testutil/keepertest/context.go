package keepertest

import (
	"context"
	"testing"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// At returns the context of the next block, at a time.
func At(ctx sdk.Context, t int64) sdk.Context {
	return ctx.WithBlockTime(time.Unix(t, 0).UTC()).WithBlockHeight(ctx.BlockHeight() + 1)
}

// Events returns the typed events of a kind that were emitted since the last call. All others are forgotten.
func Events[T proto.Message](t testing.TB, ctx *sdk.Context) []T {
	t.Helper()
	var found []T
	for _, e := range ctx.EventManager().ABCIEvents() {
		msg, err := sdk.ParseTypedEvent(e)
		require.NoError(t, err)
		if typed, ok := msg.(T); ok {
			found = append(found, typed)
		}
	}
	*ctx = ctx.WithEventManager(sdk.NewEventManager())
	return found
}

// Refused checks that a message, on a branch as a transaction has one, is an error of a kind and changes nothing. Coins and
// meters stay as they are even on the branch: money moves after all checks.
func Refused[M, R any](k *Kit, ctx sdk.Context, send func(context.Context, *M) (*R, error), msg M, want error) {
	k.t.Helper()
	before, fakes := k.State(ctx), k.entries(ctx, isMemory)
	branch, _ := ctx.CacheContext()
	_, err := send(branch, &msg)
	require.ErrorIs(k.t, err, want)
	require.Equal(k.t, before, k.State(ctx))
	require.Equal(k.t, fakes, k.entries(branch, isMemory), "money moves after all checks")
}

// Gas returns what something costs.
func Gas(ctx sdk.Context, do func(sdk.Context)) uint64 {
	ctx = ctx.WithGasMeter(storetypes.NewInfiniteGasMeter())
	do(ctx)
	return ctx.GasMeter().GasConsumed()
}
