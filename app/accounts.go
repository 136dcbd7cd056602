package app

import (
	"maps"
	"slices"

	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	minttypes "github.com/cosmos/cosmos-sdk/x/mint/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	energytypes "github.com/utilityd/utilityd/x/energy/types"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

// modulePermissions names every module account and what it may do with coins. Only mint and
// water can create coins: mint creates the mint denom alone, and water the tokens of its areas, so usolar cannot be minted.
var modulePermissions = map[string][]string{
	authtypes.FeeCollectorName:          nil,
	distrtypes.ModuleName:               nil,
	minttypes.ModuleName:                {authtypes.Minter},
	stakingtypes.BondedPoolName:         {authtypes.Burner, authtypes.Staking},
	stakingtypes.NotBondedPoolName:      {authtypes.Burner, authtypes.Staking},
	stakingtypes.KeyRotationFeePoolName: {authtypes.Burner},
	govtypes.ModuleName:                 {authtypes.Burner},
	energytypes.ModuleName:              nil,
	generatortypes.ModuleName:           nil,
	watertypes.ModuleName:               {authtypes.Minter, authtypes.Burner},
}

// ModulePermissions returns a copy of the module accounts with their permissions.
func ModulePermissions() map[string][]string {
	out := make(map[string][]string, len(modulePermissions))
	for _, name := range ModuleAccounts() {
		out[name] = slices.Clone(modulePermissions[name])
	}
	return out
}

// ModuleAccounts returns the names of the module accounts, sorted.
func ModuleAccounts() []string {
	return slices.Sorted(maps.Keys(modulePermissions))
}

// BlockedAddresses returns the accounts that cannot be sent coins directly: all module accounts.
// So a module account holds exactly the coins that its module put there.
func BlockedAddresses() map[string]bool {
	blocked := make(map[string]bool, len(modulePermissions))
	for _, name := range ModuleAccounts() {
		blocked[authtypes.NewModuleAddress(name).String()] = true
	}
	return blocked
}

// Authority returns the account that governance acts through.
func Authority() string {
	return authtypes.NewModuleAddress(govtypes.ModuleName).String()
}
