package app

import (
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/auth"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/authz"
	authzmodule "github.com/cosmos/cosmos-sdk/x/authz/module"
	"github.com/cosmos/cosmos-sdk/x/bank"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/consensus"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	distr "github.com/cosmos/cosmos-sdk/x/distribution"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	"github.com/cosmos/cosmos-sdk/x/evidence"
	evidencetypes "github.com/cosmos/cosmos-sdk/x/evidence/types"
	"github.com/cosmos/cosmos-sdk/x/feegrant"
	feegrantmodule "github.com/cosmos/cosmos-sdk/x/feegrant/module"
	"github.com/cosmos/cosmos-sdk/x/genutil"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	"github.com/cosmos/cosmos-sdk/x/gov"
	govclient "github.com/cosmos/cosmos-sdk/x/gov/client"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	"github.com/cosmos/cosmos-sdk/x/mint"
	minttypes "github.com/cosmos/cosmos-sdk/x/mint/types"
	"github.com/cosmos/cosmos-sdk/x/slashing"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	"github.com/cosmos/cosmos-sdk/x/staking"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
	"github.com/cosmos/cosmos-sdk/x/upgrade"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/utilityd/utilityd/x/energy"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/generator"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/meterid"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water"
	watertypes "github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// newModules wraps every keeper in its module.
func (a *App) newModules() *module.Manager {
	cdc, registry := a.enc.Codec, a.enc.Registry
	return module.NewManager(
		genutil.NewAppModule(a.AccountKeeper, a.StakingKeeper, a, a.enc.TxConfig),
		auth.NewAppModule(cdc, a.AccountKeeper, plainAccounts),
		bank.NewAppModule(cdc, a.BankKeeper, a.AccountKeeper),
		feegrantmodule.NewAppModule(cdc, a.AccountKeeper, a.BankKeeper, a.FeeGrantKeeper, registry),
		gov.NewAppModule(cdc, a.GovKeeper, a.AccountKeeper, a.BankKeeper),
		mint.NewAppModule(cdc, a.MintKeeper, a.AccountKeeper, nil),
		slashing.NewAppModule(cdc, a.SlashingKeeper, a.AccountKeeper, a.BankKeeper, a.StakingKeeper, registry),
		distr.NewAppModule(cdc, a.DistrKeeper, a.AccountKeeper, a.BankKeeper, a.StakingKeeper),
		staking.NewAppModule(cdc, a.StakingKeeper, a.AccountKeeper, a.BankKeeper),
		upgrade.NewAppModule(a.UpgradeKeeper, AccountCodec()),
		evidence.NewAppModule(*a.EvidenceKeeper),
		authzmodule.NewAppModule(cdc, a.AuthzKeeper, a.AccountKeeper, a.BankKeeper, registry),
		consensus.NewAppModule(cdc, a.ConsensusKeeper),
		work.NewAppModule(a.WorkKeeper),
		meterid.NewAppModule(a.MeterKeeper),
		energy.NewAppModule(a.EnergyKeeper),
		generator.NewAppModule(a.GeneratorKeeper),
		water.NewAppModule(a.WaterKeeper),
	)
}

// plainAccounts returns the accounts of a simulation. There are no vesting accounts on this chain.
func plainAccounts(state *module.SimulationState) authtypes.GenesisAccounts {
	accounts := make(authtypes.GenesisAccounts, len(state.Accounts))
	for i, account := range state.Accounts {
		accounts[i] = authtypes.NewBaseAccountWithAddress(account.Address)
	}
	return accounts
}

// setOrders sets the order of the modules in each hook. A module missing in an order stops the node at start.
func setOrders(m *module.Manager) {
	m.SetOrderPreBlockers(upgradetypes.ModuleName, authtypes.ModuleName)

	// Rewards are distributed before slashing, so that nothing is left in the validators' pool.
	m.SetOrderBeginBlockers(
		minttypes.ModuleName, distrtypes.ModuleName, slashingtypes.ModuleName, evidencetypes.ModuleName,
		stakingtypes.ModuleName, authz.ModuleName, genutiltypes.ModuleName,
	)

	// Bank first: it settles the credits of the block's transactions before any balance is read.
	m.SetOrderEndBlockers(
		banktypes.ModuleName, govtypes.ModuleName, stakingtypes.ModuleName, feegrant.ModuleName,
		genutiltypes.ModuleName, worktypes.ModuleName,
	)

	genesis := genesisOrder()
	m.SetOrderInitGenesis(genesis...)
	m.SetOrderExportGenesis(genesis...)
}

// genesisOrder: accounts and coins first; genutil after staking, whose pools its transactions fill; block work before the modules
// that compare it with their records.
func genesisOrder() []string {
	return []string{
		consensustypes.ModuleName, authtypes.ModuleName, banktypes.ModuleName, distrtypes.ModuleName,
		stakingtypes.ModuleName, slashingtypes.ModuleName, govtypes.ModuleName, minttypes.ModuleName,
		genutiltypes.ModuleName, evidencetypes.ModuleName, authz.ModuleName, feegrant.ModuleName,
		upgradetypes.ModuleName, worktypes.ModuleName, meteridtypes.ModuleName, energytypes.ModuleName, generatortypes.ModuleName,
		watertypes.ModuleName,
	}
}

// customBasics are modules whose command-line side needs more than the module itself.
func customBasics() map[string]module.AppModuleBasic {
	return map[string]module.AppModuleBasic{
		genutiltypes.ModuleName: genutil.NewAppModuleBasic(genutiltypes.DefaultMessageValidator),
		govtypes.ModuleName:     gov.NewAppModuleBasic([]govclient.ProposalHandler{}),
	}
}

// Basics returns the side of the modules that needs no state: types, default genesis, commands.
func Basics() module.BasicManager {
	custom := customBasics()
	return module.NewBasicManager(
		custom[genutiltypes.ModuleName],
		auth.AppModuleBasic{}, bank.AppModuleBasic{}, feegrantmodule.AppModuleBasic{},
		custom[govtypes.ModuleName], mint.AppModuleBasic{}, slashing.AppModuleBasic{},
		distr.AppModuleBasic{}, staking.AppModuleBasic{}, upgrade.AppModuleBasic{},
		evidence.AppModuleBasic{}, authzmodule.AppModuleBasic{}, consensus.AppModuleBasic{},
		work.AppModule{}, meterid.AppModule{}, energy.AppModule{}, generator.AppModule{}, water.AppModule{},
	)
}
