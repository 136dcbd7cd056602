package driven

import (
	"context"
	"errors"
	"time"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/viper"

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
	"github.com/utilityd/utilityd/app/inprocess"
	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

const (
	// BlockTime is how far a block with transactions moves the clock.
	BlockTime = time.Second

	// pace is the longest time between two blocks while time passes.
	pace = 24 * time.Hour
)

// Config is the initial state of a chain. In all else it is a devnet.
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

// Chain is the application between two blocks, with the keys of its accounts.
type Chain struct {
	*inprocess.Chain

	client client.Context
}

// New makes the files of a devnet in cfg.Home and starts its chain at cfg.Start.
func New(cfg Config) (*Chain, error) {
	clientCtx, err := Init(devnet.Config{Home: cfg.Home, Genesis: cfg.Genesis}, cfg.Names)
	if err != nil {
		return nil, err
	}
	doc, err := genutiltypes.AppGenesisFromFile(home.GenesisFile(cfg.Home))
	if err != nil {
		return nil, err
	}
	options := viper.New()
	options.Set(flags.FlagHome, cfg.Home)
	c := &Chain{client: clientCtx}
	c.Chain = inprocess.Open(inprocess.Config{
		ChainID: doc.ChainID, Start: cfg.Start, DB: dbm.NewMemDB(), Options: options,
		BaseApp: []func(*baseapp.BaseApp){baseapp.SetPruning(pruningtypes.NewPruningOptions(pruningtypes.PruningEverything))},
	})
	if err := c.InitChain(1, doc.AppState); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	if _, err := c.Next(c.Now()); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// Init makes the files of a devnet, on which accounts of these names have the coins of a devnet account too. It returns what
// commands and gateways use to talk to a chain, with the keys of all accounts and without the chain.
func Init(cfg devnet.Config, names []string) (client.Context, error) {
	enc := app.NewEncoding()
	clientCtx := client.Context{}.
		WithCodec(enc.Codec).WithInterfaceRegistry(enc.Registry).WithTxConfig(enc.TxConfig).
		WithAccountRetriever(authtypes.AccountRetriever{}).WithBroadcastMode(flags.BroadcastSync)
	ring, err := keyring.New(sdk.KeyringServiceName(), keyring.BackendTest, cfg.Home, nil, enc.Codec)
	if err != nil {
		return clientCtx, err
	}
	funded := make([]home.Funded, len(names))
	for i, name := range names {
		address, err := devnet.AddKey(ring, name)
		if err != nil {
			return clientCtx, err
		}
		funded[i] = home.Funded{Address: address, Coins: devnet.Coins()}
	}
	change := cfg.Genesis
	cfg.Genesis = func(cdc codec.JSONCodec, genesis app.Genesis) error {
		if change != nil {
			if err := change(cdc, genesis); err != nil {
				return err
			}
		}
		return home.Fund(enc, genesis, funded...)
	}
	_, err = devnet.Init(cfg)
	return clientCtx.WithKeyring(ring), err
}

// Client returns what commands and gateways use to talk to this chain, with the keys of all accounts.
func (c *Chain) Client() client.Context {
	return c.client.WithChainID(c.ChainID()).WithClient(rpc{chain: c})
}

// AdvanceTo lets time pass until t, at least a block a day; transactions that wait go into the next block.
func (c *Chain) AdvanceTo(ctx context.Context, t time.Time) error {
	for t = t.UTC(); c.Now().Before(t); {
		if err := ctx.Err(); err != nil {
			return err
		}
		next := c.Now().Add(pace)
		if next.After(t) {
			next = t
		}
		if _, err := c.Next(next); err != nil {
			return err
		}
	}
	return nil
}

// flush puts the transactions that wait into a block.
func (c *Chain) flush() error {
	if c.Waiting() == 0 {
		return nil
	}
	_, err := c.Next(c.Now().Add(BlockTime))
	return err
}
