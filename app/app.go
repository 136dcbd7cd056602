package app

import (
	"errors"
	"fmt"
	"sync"

	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/baseapp/blockexec"
	"github.com/cosmos/cosmos-sdk/runtime"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/version"
)

var (
	_ runtime.AppI            = (*App)(nil)
	_ servertypes.Application = (*App)(nil)
)

// App is the chain: the SDK's base application with our modules.
type App struct {
	*baseapp.BaseApp
	Keepers

	enc  Encoding
	keys map[string]*storetypes.KVStoreKey

	modules      *module.Manager
	basics       module.BasicManager
	configurator module.Configurator
	simulation   *module.SimulationManager

	closeOnce sync.Once
	closeErr  error
}

// New builds the application on a database. With loadLatest it stands at the last committed height.
// A mistake in the wiring or in the database is fatal: nothing can be done without an application.
func New(
	logger log.Logger, db dbm.DB, loadLatest bool, appOpts servertypes.AppOptions,
	baseAppOptions ...func(*baseapp.BaseApp),
) *App {
	enc := newEmptyEncoding()
	options := append([]func(*baseapp.BaseApp){defaultMempool}, baseAppOptions...)
	options = append(options, interBlockCache(appOpts))
	decode := newTxMemo(enc.TxConfig.TxDecoder()).Decode
	base := baseapp.NewBaseApp(Name, logger, db, decode, options...)
	base.SetVersion(version.Version)
	base.SetInterfaceRegistry(enc.Registry)
	base.SetTxEncoder(enc.TxConfig.TxEncoder())

	a := &App{BaseApp: base, enc: enc, keys: newStoreKeys()}
	blockexec.Apply(base, appOpts, a.StoreKeys(), decode,
		func(storetypes.MultiStore) string { return BondDenom })
	a.newBaseKeepers()
	a.newValidatorKeepers(appOpts)
	a.newUtilityKeepers()
	a.wireModules()
	a.MountKVStores(a.keys)

	a.SetInitChainer(a.InitChainer)
	a.SetPreBlocker(a.PreBlocker)
	a.SetBeginBlocker(a.BeginBlocker)
	a.SetEndBlocker(a.EndBlocker)
	a.SetAnteHandler(a.newAnteHandler())
	a.setProposalHandlers()

	if err := errors.Join(checkAnnotations(), a.RegisterStreamingServices(appOpts, a.keys)); err != nil {
		panic(err)
	}
	if loadLatest {
		if err := a.LoadLatestVersion(); err != nil {
			panic(fmt.Errorf("load the last height: %w", err))
		}
	}
	return a
}

// wireModules registers the modules' types and services.
func (a *App) wireModules() {
	a.modules = a.newModules()
	a.basics = module.NewBasicManagerFromManager(a.modules, customBasics())
	a.basics.RegisterLegacyAminoCodec(a.enc.Amino)
	a.basics.RegisterInterfaces(a.enc.Registry)
	setOrders(a.modules)

	a.configurator = module.NewConfigurator(a.enc.Codec, a.MsgServiceRouter(), codedQueries{a.GRPCQueryRouter()})
	if err := a.modules.RegisterServices(a.configurator); err != nil {
		panic(fmt.Errorf("register services: %w", err))
	}
	a.registerReflection()

	a.simulation = module.NewSimulationManagerFromAppModules(a.modules.Modules, nil)
	a.simulation.RegisterStoreDecoders()
}

// PreBlocker runs what must come before the block: upgrades, expiry of unordered transactions.
func (a *App) PreBlocker(ctx sdk.Context, _ *abci.RequestFinalizeBlock) (*sdk.ResponsePreBlock, error) {
	return a.modules.PreBlock(ctx)
}

// BeginBlocker runs at the start of every block.
func (a *App) BeginBlocker(ctx sdk.Context) (sdk.BeginBlock, error) {
	return a.modules.BeginBlock(ctx)
}

// EndBlocker runs at the end of every block.
func (a *App) EndBlocker(ctx sdk.Context) (sdk.EndBlock, error) {
	return a.modules.EndBlock(ctx)
}

// LoadHeight puts the application at a height of the past.
func (a *App) LoadHeight(height int64) error {
	return a.LoadVersion(height)
}

// Close may be called more than once: the SDK's start command does.
func (a *App) Close() error {
	a.closeOnce.Do(func() { a.closeErr = a.BaseApp.Close() })
	return a.closeErr
}
