package inprocess

import (
	"errors"
	"fmt"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cryptoencoding "github.com/cometbft/cometbft/crypto/encoding"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/app"
)

// Builder puts the application together, as app.New does.
type Builder func(
	logger log.Logger, db dbm.DB, loadLatest bool, appOpts servertypes.AppOptions, options ...func(*baseapp.BaseApp),
) *app.App

// Config is the application, genesis and people of a chain.
type Config struct {
	ChainID string
	// Start is the time of the genesis.
	Start time.Time
	// MaxGas limits the gas of a block; -1 is no limit, 0 the limit of a new chain.
	MaxGas int64
	// DB holds the state.
	DB dbm.DB
	// Options are what a node would read from app.toml.
	Options servertypes.AppOptions
	// BaseApp are options of the base application.
	BaseApp []func(*baseapp.BaseApp)
	// Build puts the application together; nil is app.New.
	Build Builder
}

// Chain is the application between two blocks.
type Chain struct {
	App *app.App

	cfg       Config
	validator abci.Validator // the first one; it proposes and signs every block
	now       time.Time
	height    int64
	appHash   []byte
	pool      []cmttypes.Tx
	recent    recent
}

// Open puts the application together. The chain has yet to start.
func Open(cfg Config) *Chain {
	if cfg.Build == nil {
		cfg.Build = app.New
	}
	c := &Chain{cfg: cfg, now: cfg.Start.UTC(), recent: newRecent()}
	c.load()
	return c
}

func (c *Chain) load() {
	options := append([]func(*baseapp.BaseApp){baseapp.SetChainID(c.cfg.ChainID)}, c.cfg.BaseApp...)
	c.App = c.cfg.Build(log.NewNopLogger(), c.cfg.DB, true, c.cfg.Options, options...)
}

// InitChain starts the chain from a genesis state: that of a new chain at height 1, or what another chain exported before its block
// of that height.
func (c *Chain) InitChain(height int64, state []byte) error {
	params := app.DefaultConsensusParams().ToProto()
	if c.cfg.MaxGas != 0 {
		params.Block.MaxGas = c.cfg.MaxGas
	}
	res, err := c.App.InitChain(&abci.RequestInitChain{
		Time: c.now, ChainId: c.cfg.ChainID, ConsensusParams: &params, InitialHeight: height, AppStateBytes: state,
	})
	if err != nil {
		return err
	}
	if len(res.Validators) == 0 {
		return errors.New("expected a validator, got none")
	}
	key, err := cryptoencoding.PubKeyFromProto(res.Validators[0].PubKey)
	if err != nil {
		return err
	}
	c.validator = abci.Validator{Address: key.Address(), Power: res.Validators[0].Power}
	c.height = height - 1
	return nil
}

// Restart puts the application together anew on what the store holds, as after a stop of the node. What waits for a block is lost.
func (c *Chain) Restart(db dbm.DB) error {
	c.cfg.DB = db
	c.load()
	c.pool = nil
	if got := c.App.LastBlockHeight(); got != c.height {
		return fmt.Errorf("expected height %d after the restart, got %d", c.height, got)
	}
	return nil
}

// ChainID returns the id that signatures are made for.
func (c *Chain) ChainID() string { return c.cfg.ChainID }

// Now returns the time of the last block, or of the genesis.
func (c *Chain) Now() time.Time { return c.now }

// Height returns the last block's height.
func (c *Chain) Height() int64 { return c.height }

// AppHash returns what the last block committed to.
func (c *Chain) AppHash() []byte { return c.appHash }

// Context reads the committed state. What is written to it is lost.
func (c *Chain) Context() sdk.Context {
	header := cmtproto.Header{ChainID: c.cfg.ChainID, Height: c.height, Time: c.now, AppHash: c.appHash}
	return sdk.NewContext(c.App.CommitMultiStore().CacheMultiStore(), header, false, c.App.Logger()).WithChainID(c.cfg.ChainID)
}

// Close frees what the application holds.
func (c *Chain) Close() error { return c.App.Close() }
