package driven

import (
	"context"
	"errors"
	"fmt"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cryptoencoding "github.com/cometbft/cometbft/crypto/encoding"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/viper"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

const (
	// blockTime is how far a block with transactions moves the clock.
	blockTime = time.Second

	// pace is the longest time between two blocks while time passes.
	pace = 24 * time.Hour

	// remembered is how many blocks can be asked for.
	remembered = 128
)

// Config says what a chain begins with. It is a devnet in all the rest.
type Config struct {
	// Home is the folder of the keys and the genesis file; New makes it.
	Home string
	// Start is the time of the genesis.
	Start time.Time
	// Names are accounts beside those of a devnet, with the coins of a devnet account.
	Names []string
	// Genesis changes the state that the chain starts from.
	Genesis func(cdc codec.JSONCodec, genesis app.Genesis) error
}

// Chain is the application between two blocks.
type Chain struct {
	client.CometRPC // what is not implemented is not asked for by a client

	App *app.App

	ring     keyring.Keyring
	enc      app.Encoding
	proposer []byte
	now      time.Time
	height   int64
	pending  []cmttypes.Tx
	blocks   map[int64]block
	found    map[string]place
}

type block struct {
	txs     []cmttypes.Tx
	results []*abci.ExecTxResult
}

// place is where a transaction is.
type place struct {
	height int64
	index  int
}

// New makes the files of a devnet in cfg.Home and starts its chain at cfg.Start.
func New(cfg Config) (*Chain, error) {
	c := &Chain{
		enc: app.NewEncoding(), now: cfg.Start.UTC(),
		blocks: map[int64]block{}, found: map[string]place{},
	}
	if err := c.init(cfg); err != nil {
		return nil, err
	}
	doc, err := genutiltypes.AppGenesisFromFile(home.GenesisFile(cfg.Home))
	if err != nil {
		return nil, err
	}
	options := viper.New()
	options.Set(flags.FlagHome, cfg.Home)
	c.App = app.New(log.NewNopLogger(), dbm.NewMemDB(), true, options,
		baseapp.SetChainID(doc.ChainID), baseapp.SetPruning(pruningtypes.NewPruningOptions(pruningtypes.PruningEverything)))
	params := app.DefaultConsensusParams().ToProto()
	res, err := c.App.InitChain(&abci.RequestInitChain{
		Time: c.now, ChainId: doc.ChainID, ConsensusParams: &params, InitialHeight: 1, AppStateBytes: doc.AppState,
	})
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	key, err := cryptoencoding.PubKeyFromProto(res.Validators[0].PubKey)
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	c.proposer = key.Address()
	return c, c.run(c.now)
}

func (c *Chain) init(cfg Config) (err error) {
	if c.ring, err = keyring.New(sdk.KeyringServiceName(), keyring.BackendTest, cfg.Home, nil, c.enc.Codec); err != nil {
		return err
	}
	funded := make([]home.Funded, len(cfg.Names))
	for i, name := range cfg.Names {
		address, err := devnet.AddKey(c.ring, name)
		if err != nil {
			return err
		}
		funded[i] = home.Funded{Address: address, Coins: devnet.Coins()}
	}
	_, err = devnet.Init(devnet.Config{Home: cfg.Home, Genesis: func(cdc codec.JSONCodec, genesis app.Genesis) error {
		if cfg.Genesis != nil {
			if err := cfg.Genesis(cdc, genesis); err != nil {
				return err
			}
		}
		return home.Fund(c.enc, genesis, funded...)
	}})
	return err
}

// Client is what commands and gateways use to talk to a chain, with the keys of all accounts.
func (c *Chain) Client() client.Context {
	return client.Context{}.
		WithCodec(c.enc.Codec).WithInterfaceRegistry(c.enc.Registry).WithTxConfig(c.enc.TxConfig).
		WithAccountRetriever(authtypes.AccountRetriever{}).WithBroadcastMode(flags.BroadcastSync).
		WithKeyring(c.ring).WithChainID(c.App.ChainID()).WithClient(c)
}

// Now is the time of the last block.
func (c *Chain) Now() time.Time { return c.now }

// Height is the last block's height.
func (c *Chain) Height() int64 { return c.height }

// Close frees what the application holds.
func (c *Chain) Close() error { return c.App.Close() }

// AdvanceTo lets time pass until t, at least a block a day; transactions that wait go into the next block.
func (c *Chain) AdvanceTo(ctx context.Context, t time.Time) error {
	for t = t.UTC(); c.now.Before(t); {
		if err := ctx.Err(); err != nil {
			return err
		}
		next := c.now.Add(pace)
		if next.After(t) {
			next = t
		}
		if err := c.run(next); err != nil {
			return err
		}
	}
	return nil
}

// flush puts the transactions that wait into a block.
func (c *Chain) flush() error {
	if len(c.pending) == 0 {
		return nil
	}
	return c.run(c.now.Add(blockTime))
}

// run is the next block: everything that waits, as far as the size and gas of a block allow it.
func (c *Chain) run(at time.Time) error {
	txs, err := c.propose(at)
	if err != nil {
		return err
	}
	req := &abci.RequestFinalizeBlock{Height: c.height + 1, Time: at, Txs: txs, ProposerAddress: c.proposer}
	if c.height > 0 {
		req.DecidedLastCommit.Votes = []abci.VoteInfo{{
			Validator: abci.Validator{Address: c.proposer, Power: 100}, BlockIdFlag: blockCommit,
		}}
	}
	res, err := c.App.FinalizeBlock(req)
	if err != nil {
		return fmt.Errorf("block %d: %w", req.Height, err)
	}
	if _, err := c.App.Commit(); err != nil {
		return fmt.Errorf("block %d: %w", req.Height, err)
	}
	c.height, c.now = req.Height, at
	c.remember(txs, res.TxResults)
	return nil
}

// propose takes transactions from the front of those that wait.
func (c *Chain) propose(at time.Time) ([][]byte, error) {
	waiting := make([][]byte, len(c.pending))
	for i, tx := range c.pending {
		waiting[i] = tx
	}
	res, err := c.App.PrepareProposal(&abci.RequestPrepareProposal{
		Height: c.height + 1, Time: at, Txs: waiting, MaxTxBytes: maxBlockBytes, ProposerAddress: c.proposer,
	})
	if err != nil {
		return nil, err
	}
	if len(waiting) > 0 && len(res.Txs) == 0 {
		return nil, fmt.Errorf("block %d: no transaction that waits fits into a block", c.height+1)
	}
	chosen := make(map[string]bool, len(res.Txs))
	for _, tx := range res.Txs {
		chosen[string(tx)] = true
	}
	rest := c.pending[:0]
	for _, tx := range c.pending {
		if !chosen[string(tx)] {
			rest = append(rest, tx)
		}
	}
	c.pending = rest
	return res.Txs, nil
}

func (c *Chain) remember(txs [][]byte, results []*abci.ExecTxResult) {
	b := block{txs: make([]cmttypes.Tx, len(txs)), results: results}
	for i, tx := range txs {
		b.txs[i] = tx
		c.found[string(b.txs[i].Hash())] = place{c.height, i}
	}
	c.blocks[c.height] = b
	old := c.height - remembered
	for _, tx := range c.blocks[old].txs {
		delete(c.found, string(tx.Hash()))
	}
	delete(c.blocks, old)
}

// Invariants checks every invariant on the last block; check is told the outcome of each.
func (c *Chain) Invariants(check func(module, name string, broken error)) error {
	ctx, err := c.App.CreateQueryContext(c.height, false)
	if err != nil {
		return err
	}
	for _, invariant := range c.App.Invariants() {
		check(invariant.Module, invariant.Name, invariant.Check(ctx))
	}
	return nil
}
