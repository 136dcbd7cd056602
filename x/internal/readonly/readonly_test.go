package readonly_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"

	"github.com/utilityd/utilityd/x/internal/readonly"
)

// A read-only store reads what the store has, and refuses to change it.
func TestService(t *testing.T) {
	key := storetypes.NewKVStoreKey("lists")
	ctx := testutil.DefaultContext(key, storetypes.NewTransientStoreKey("none"))
	service := runtime.NewKVStoreService(key)
	written := service.OpenKVStore(ctx)
	require.NoError(t, written.Set([]byte("a"), []byte{1}))

	read := readonly.Service(service).OpenKVStore(ctx)
	value, err := read.Get([]byte("a"))
	require.NoError(t, err)
	require.Equal(t, []byte{1}, value)
	require.Error(t, read.Set([]byte("a"), []byte{2}))
	require.Error(t, read.Delete([]byte("a")))
	value, err = written.Get([]byte("a"))
	require.NoError(t, err)
	require.Equal(t, []byte{1}, value)
}
