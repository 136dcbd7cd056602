package app

import (
	"fmt"
	"slices"

	dbm "github.com/cosmos/cosmos-db"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/auth/ante"

	energytypes "github.com/utilityd/utilityd/x/energy/types"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// NewStock is the application without our modules, stores and checks of transactions: what benchmarks compare with.
func NewStock(
	logger log.Logger, db dbm.DB, loadLatest bool, appOpts servertypes.AppOptions,
	baseAppOptions ...func(*baseapp.BaseApp),
) *App {
	ours := []string{worktypes.ModuleName, meteridtypes.ModuleName, energytypes.ModuleName, generatortypes.ModuleName, watertypes.ModuleName}

	enc := newEmptyEncoding()
	options := append([]func(*baseapp.BaseApp){defaultMempool}, baseAppOptions...)
	base := baseapp.NewBaseApp(Name, logger, db, enc.TxConfig.TxDecoder(), options...)
	base.SetInterfaceRegistry(enc.Registry)
	base.SetTxEncoder(enc.TxConfig.TxEncoder())

	a := &App{BaseApp: base, enc: enc, keys: newStoreKeys()}
	for _, name := range ours {
		delete(a.keys, name)
	}
	a.newBaseKeepers()
	a.newValidatorKeepers(appOpts)
	a.wireStockModules(ours)
	a.MountKVStores(a.keys)

	a.SetInitChainer(a.initGenesis)
	a.SetPreBlocker(a.PreBlocker)
	a.SetBeginBlocker(a.BeginBlocker)
	a.SetEndBlocker(a.EndBlocker)
	handler, err := ante.NewAnteHandler(ante.HandlerOptions{
		AccountKeeper:   a.AccountKeeper,
		BankKeeper:      a.BankKeeper,
		FeegrantKeeper:  a.FeeGrantKeeper,
		SignModeHandler: enc.TxConfig.SignModeHandler(),
		SigGasConsumer:  ante.DefaultSigVerificationGasConsumer,
	})
	if err != nil {
		panic(err)
	}
	a.SetAnteHandler(handler)
	if loadLatest {
		if err := a.LoadLatestVersion(); err != nil {
			panic(fmt.Errorf("load the last height: %w", err))
		}
	}
	return a
}

// wireStockModules is wireModules without ours.
func (a *App) wireStockModules(ours []string) {
	a.modules = a.newModules()
	setOrders(a.modules)
	isOurs := func(name string) bool { return slices.Contains(ours, name) }
	for _, name := range ours {
		delete(a.modules.Modules, name)
	}
	m := a.modules
	for _, order := range []*[]string{
		&m.OrderPreBlockers, &m.OrderBeginBlockers, &m.OrderEndBlockers,
		&m.OrderInitGenesis, &m.OrderExportGenesis,
	} {
		*order = slices.DeleteFunc(*order, isOurs)
	}

	basics := module.NewBasicManagerFromManager(m, customBasics())
	basics.RegisterLegacyAminoCodec(a.enc.Amino)
	basics.RegisterInterfaces(a.enc.Registry)
	a.configurator = module.NewConfigurator(a.enc.Codec, a.MsgServiceRouter(), a.GRPCQueryRouter())
	if err := m.RegisterServices(a.configurator); err != nil {
		panic(fmt.Errorf("register services: %w", err))
	}
}
