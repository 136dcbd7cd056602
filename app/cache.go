package app

import (
	"github.com/spf13/cast"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"github.com/cosmos/cosmos-sdk/store/v2/cache"
)

// cachedKeys is how many keys of each store stay in memory between blocks, where the SDK keeps 1,000: enough for the
// meters that CheckTx has read to be there when their batches are delivered, three blocks full.
const cachedKeys = 1 << 16

// interBlockCache returns the cache between blocks, if the node's configuration has one.
func interBlockCache(appOpts servertypes.AppOptions) func(*baseapp.BaseApp) {
	if !cast.ToBool(appOpts.Get(server.FlagInterBlockCache)) {
		return func(*baseapp.BaseApp) {}
	}
	return baseapp.SetInterBlockCache(cache.NewCommitKVStoreCacheManager(cachedKeys))
}
