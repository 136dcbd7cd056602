package keepertest

import (
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	corestore "cosmossdk.io/core/store"
	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

const (
	// ChainID is the id of the chain of a context.
	ChainID = "utility-test-1"
	// Noon is the time of a new context: 2026-01-01T12:00:00Z.
	Noon = int64(1_767_268_800)
)

// Kit makes the stores of the keepers under test.
type Kit struct {
	// Codec writes the records of keepers.
	Codec codec.Codec
	// Stores are those of all keys.
	Stores storetypes.CommitMultiStore

	t    testing.TB
	keys []storetypes.StoreKey
}

// New returns a kit without stores, in memory.
func New(t testing.TB) *Kit {
	t.Helper()
	return on(t, dbm.NewMemDB())
}

// OnDisk returns a kit whose stores are on disk, without fast nodes as on a node of the chain, for benchmarks.
func OnDisk(t testing.TB) *Kit {
	t.Helper()
	db, err := dbm.NewGoLevelDB("keepers", t.TempDir(), nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	k := on(t, db)
	k.Stores.SetIAVLDisableFastNode(true)
	return k
}

func on(t testing.TB, db dbm.DB) *Kit {
	t.Helper()
	return &Kit{
		Codec:  codec.NewProtoCodec(codectypes.NewInterfaceRegistry()),
		Stores: store.NewCommitMultiStore(db, log.NewNopLogger()),
		t:      t,
	}
}

// Store adds the store of a keeper.
func (k *Kit) Store(name string) corestore.KVStoreService {
	key := storetypes.NewKVStoreKey(name)
	k.mount(key, storetypes.StoreTypeIAVL)
	return runtime.NewKVStoreService(key)
}

// Memory adds the store of a fake.
func (k *Kit) Memory(name string) storetypes.StoreKey {
	key := storetypes.NewMemoryStoreKey(name)
	k.mount(key, storetypes.StoreTypeMemory)
	return key
}

func (k *Kit) mount(key storetypes.StoreKey, kind storetypes.StoreType) {
	k.Stores.MountStoreWithDB(key, kind, nil)
	k.keys = append(k.keys, key)
}

// Context opens all stores, which are empty, and is called once, after the last of them was added.
func (k *Kit) Context() sdk.Context {
	k.t.Helper()
	require.NoError(k.t, k.Stores.LoadLatestVersion())
	header := cmtproto.Header{ChainID: ChainID, Height: 1, Time: time.Unix(Noon, 0).UTC()}
	return sdk.NewContext(k.Stores, header, false, log.NewNopLogger())
}

// Copy writes what another kit has in its memory stores, so that a keeper that begins anew finds the coins and the meters of
// the other one.
func (k *Kit) Copy(ctx sdk.Context, from *Kit, fromCtx sdk.Context) {
	for entry, value := range from.entries(fromCtx, isMemory) {
		for _, key := range k.keys {
			if isMemory(key) && key.Name() == entry.store {
				ctx.MultiStore().GetKVStore(key).Set([]byte(entry.key), []byte(value))
			}
		}
	}
}

// State is everything that is stored in a branch: of the keepers, and the coins and meters of the fakes.
func (k *Kit) State(ctx sdk.Context) map[string]string {
	state := map[string]string{}
	for entry, value := range k.entries(ctx, func(storetypes.StoreKey) bool { return true }) {
		state[entry.store+" "+entry.key] = value
	}
	return state
}

// Branch returns the context of the next block, at a time. What is done with it is not written.
func (k *Kit) Branch(now int64) sdk.Context {
	header := cmtproto.Header{ChainID: ChainID, Height: k.Stores.LastCommitID().Version + 1, Time: time.Unix(now, 0).UTC()}
	return sdk.NewContext(k.Stores.CacheMultiStore(), header, false, log.NewNopLogger())
}

// Block runs something as a block of a time does: on a branch, which is written and committed.
func (k *Kit) Block(now int64, do func(sdk.Context) error) {
	k.t.Helper()
	ctx := k.Branch(now)
	require.NoError(k.t, do(ctx))
	ctx.MultiStore().(storetypes.CacheMultiStore).Write()
	k.Stores.Commit()
}

type entry struct{ store, key string }

func (k *Kit) entries(ctx sdk.Context, of func(storetypes.StoreKey) bool) map[entry]string {
	all := map[entry]string{}
	for _, key := range k.keys {
		if !of(key) {
			continue
		}
		entries := ctx.MultiStore().GetKVStore(key).Iterator(nil, nil)
		for ; entries.Valid(); entries.Next() {
			all[entry{key.Name(), string(entries.Key())}] = string(entries.Value())
		}
		require.NoError(k.t, entries.Close())
	}
	return all
}

func isMemory(key storetypes.StoreKey) bool {
	_, memory := key.(*storetypes.MemoryStoreKey)
	return memory
}
