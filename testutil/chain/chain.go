package chain

import (
	"os"
	"path/filepath"
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"

	"github.com/utilityd/utilityd/app/inprocess"
)

// Chain is an application between two blocks.
type Chain struct {
	*inprocess.Chain

	t            testing.TB
	cfg          config
	accounts     []Account
	consensusKey cryptotypes.PrivKey
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
		consensusKey: ed25519.GenPrivKeyFromSecret([]byte("utilityd/test/validator")),
		pending:      map[string]uint64{},
	}
	for _, name := range cfg.names {
		c.accounts = append(c.accounts, NewAccount(name))
	}
	if _, ok := cfg.appOptions[flags.FlagHome]; !ok {
		cfg.appOptions[flags.FlagHome] = t.TempDir()
	}
	c.Chain = inprocess.Open(inprocess.Config{
		ChainID: cfg.id, Start: cfg.start, MaxGas: cfg.maxGas, DB: c.openDB(), Options: cfg.appOptions, BaseApp: cfg.baseApp, Build: cfg.build,
	})
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

// Restart builds the application anew on the same database, as after a stop of the node.
func (c *Chain) Restart() {
	c.t.Helper()
	clear(c.pending)
	if c.cfg.dir == "" {
		require.NoError(c.t, c.Chain.Restart(nil))
		return
	}
	require.NoError(c.t, c.App.Close())
	require.NoError(c.t, c.Chain.Restart(c.openDB()))
}

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
