package chain

import (
	"time"

	sdkmath "cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/app/inprocess"
)

// ID is the chain id of test chains.
const ID = "utility-test-1"

// Genesis changes the state that a test chain starts from.
type Genesis func(cdc codec.JSONCodec, genesis app.Genesis)

type config struct {
	id         string
	dir        string
	start      time.Time
	blockTime  time.Duration
	names      []string
	coins      sdk.Coins
	genesis    []Genesis
	maxGas     int64
	invariants bool
	appOptions simtestutil.AppOptionsMap
	baseApp    []func(*baseapp.BaseApp)
	build      inprocess.Builder
}

func defaults() config {
	return config{
		id:        ID,
		start:     time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		blockTime: time.Second,
		names:     []string{"alice", "bob", "carol", "dave"},
		coins: sdk.NewCoins(
			sdk.NewCoin(app.BondDenom, sdkmath.NewInt(1_000_000_000_000)),
			sdk.NewCoin(app.SolarDenom, sdkmath.NewInt(1_000_000_000_000)),
			sdk.NewCoin("ueur", sdkmath.NewInt(1_000_000_000_000)),
		),
		maxGas:     app.MaxBlockGas,
		invariants: true,
		appOptions: simtestutil.AppOptionsMap{},
		build:      app.New,
	}
}

// Option changes how a test chain is set up.
type Option func(*config)

// ChainID sets the chain id.
func ChainID(id string) Option { return func(c *config) { c.id = id } }

// OnDisk keeps the state in goleveldb under dir; the default is memory.
func OnDisk(dir string) Option { return func(c *config) { c.dir = dir } }

// Start sets the time of genesis.
func Start(at time.Time) Option { return func(c *config) { c.start = at.UTC() } }

// BlockTime sets how far Block moves the clock; the default is a second.
func BlockTime(d time.Duration) Option { return func(c *config) { c.blockTime = d } }

// Names sets the accounts; the default is alice, bob, carol and dave.
func Names(names ...string) Option { return func(c *config) { c.names = names } }

// Coins sets what every account owns at the start.
func Coins(coins ...sdk.Coin) Option { return func(c *config) { c.coins = sdk.NewCoins(coins...) } }

// WithGenesis changes the genesis state of the modules, in the order given.
func WithGenesis(change ...Genesis) Option {
	return func(c *config) { c.genesis = append(c.genesis, change...) }
}

// MaxGas sets the block's gas limit; -1 is none.
func MaxGas(gas int64) Option { return func(c *config) { c.maxGas = gas } }

// WithoutInvariants leaves out the check after every block, for benchmarks.
func WithoutInvariants() Option { return func(c *config) { c.invariants = false } }

// AppOption sets what the node would read from app.toml, for example "block-executor".
func AppOption(key string, value any) Option {
	return func(c *config) { c.appOptions[key] = value }
}

// BaseApp passes options on to the base application.
func BaseApp(options ...func(*baseapp.BaseApp)) Option {
	return func(c *config) { c.baseApp = append(c.baseApp, options...) }
}

// Build puts another application together; the default is app.New. Benchmarks compare with one without our modules.
func Build(build inprocess.Builder) Option { return func(c *config) { c.build = build } }
