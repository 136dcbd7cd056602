package chain

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"

	"github.com/utilityd/utilityd/app"
)

// Chain is an application between two blocks.
type Chain struct {
	App *app.App

	t            testing.TB
	cfg          config
	db           dbm.DB
	accounts     []Account
	consensusKey cryptotypes.PrivKey
	now          time.Time
	height       int64
	appHash      []byte
	pending      map[string]uint64 // transactions signed since the last block, by address
}

// New starts a chain and runs its first block.
func New(t testing.TB, options ...Option) *Chain {
	t.Helper()
	c := Empty(t, options...)
	c.initChain()
	c.Block()
	return c
}

// Empty opens the application and does not start a chain: the caller calls InitChain, for example
// with an exported state.
func Empty(t testing.TB, options ...Option) *Chain {
	t.Helper()
	cfg := defaults()
	for _, option := range options {
		option(&cfg)
	}
	c := &Chain{
		t:            t,
		cfg:          cfg,
		now:          cfg.start,
		consensusKey: ed25519.GenPrivKeyFromSecret([]byte("utilityd/test/validator")),
		pending:      map[string]uint64{},
	}
	for _, name := range cfg.names {
		c.accounts = append(c.accounts, NewAccount(name))
	}
	c.db = c.openDB()
	if _, ok := cfg.appOptions[flags.FlagHome]; !ok {
		cfg.appOptions[flags.FlagHome] = t.TempDir()
	}
	c.open()
	t.Cleanup(func() { _ = c.App.Close() })
	return c
}

func (c *Chain) openDB() dbm.DB {
	if c.cfg.dir == "" {
		return dbm.NewMemDB()
	}
	require.NoError(c.t, os.MkdirAll(filepath.Join(c.cfg.dir, "data"), 0o750))
	db, err := dbm.NewDB("application", dbm.GoLevelDBBackend, filepath.Join(c.cfg.dir, "data"))
	require.NoError(c.t, err)
	return db
}

func (c *Chain) open() {
	options := append([]func(*baseapp.BaseApp){baseapp.SetChainID(c.cfg.id)}, c.cfg.baseApp...)
	c.App = c.cfg.build(log.NewNopLogger(), c.db, true, c.cfg.appOptions, options...)
}

// Restart builds the application anew on the same database, as after a stop of the node.
func (c *Chain) Restart() {
	c.t.Helper()
	if c.cfg.dir != "" {
		require.NoError(c.t, c.App.Close())
		c.db = c.openDB()
	}
	c.open()
	c.pending = map[string]uint64{}
	require.Equal(c.t, c.height, c.App.LastBlockHeight(), "height after the restart")
}

// ChainID is the id that signatures are made for.
func (c *Chain) ChainID() string { return c.cfg.id }

// Now is the time of the last block, or of genesis.
func (c *Chain) Now() time.Time { return c.now }

// Height is the last block's height.
func (c *Chain) Height() int64 { return c.height }

// AppHash is what the last block committed to.
func (c *Chain) AppHash() []byte { return c.appHash }

// Accounts returns the funded accounts in the order they were named.
func (c *Chain) Accounts() []Account { return c.accounts }

// Account returns a funded account by name.
func (c *Chain) Account(name string) Account {
	c.t.Helper()
	for _, account := range c.accounts {
		if account.Name == name {
			return account
		}
	}
	c.t.Fatalf("expected an account of the chain, got %q", name)
	return Account{}
}
