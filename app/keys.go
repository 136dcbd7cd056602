package app

import (
	"sort"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	authzkeeper "github.com/cosmos/cosmos-sdk/x/authz/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	evidencetypes "github.com/cosmos/cosmos-sdk/x/evidence/types"
	"github.com/cosmos/cosmos-sdk/x/feegrant"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	minttypes "github.com/cosmos/cosmos-sdk/x/mint/types"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	energytypes "github.com/utilityd/utilityd/x/energy/types"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// newStoreKeys lists the persistent stores.
func newStoreKeys() map[string]*storetypes.KVStoreKey {
	return storetypes.NewKVStoreKeys(
		authtypes.StoreKey, banktypes.StoreKey, stakingtypes.StoreKey, slashingtypes.StoreKey,
		distrtypes.StoreKey, govtypes.StoreKey, minttypes.StoreKey, evidencetypes.StoreKey,
		upgradetypes.StoreKey, authzkeeper.StoreKey, feegrant.StoreKey, consensustypes.StoreKey,
		worktypes.StoreKey, meteridtypes.StoreKey, energytypes.StoreKey, generatortypes.StoreKey, watertypes.StoreKey,
	)
}

// StoreKey returns the key of a module's store, for the tests of modules.
func (a *App) StoreKey(name string) *storetypes.KVStoreKey { return a.keys[name] }

// StoreKeys returns the keys of all persistent stores, sorted by name.
func (a *App) StoreKeys() []storetypes.StoreKey {
	keys := make([]storetypes.StoreKey, 0, len(a.keys))
	//nodet:allow they are sorted below
	for _, key := range a.keys {
		keys = append(keys, key)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i].Name() < keys[j].Name() })
	return keys
}
