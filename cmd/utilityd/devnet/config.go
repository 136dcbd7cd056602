package devnet

import (
	"time"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

const (
	// ChainID is the name of a devnet when nothing else is said.
	ChainID = "utility-devnet-1"

	// BlockTime is the time between its blocks.
	BlockTime = time.Second
)

// Config is the place and the settings of a devnet. Empty fields have defaults; for a home that is
// already there it is what the files of the home say.
type Config struct {
	// Home is the folder of the node; Init makes it.
	Home string
	// ChainID is the name of a new chain.
	ChainID string
	// BlockTime is the time between blocks.
	BlockTime time.Duration
	// Ports are where the node listens; home.DefaultPorts(offset) moves them together.
	Ports home.Ports
	// Genesis changes the state of a new chain before it is written.
	Genesis func(cdc codec.JSONCodec, genesis app.Genesis) error
	// Logger takes the node's log; without one there is none.
	Logger log.Logger
}

func (c Config) withDefaults() Config {
	if c.ChainID == "" {
		c.ChainID = ChainID
	}
	if c.BlockTime == 0 {
		c.BlockTime = BlockTime
	}
	if c.Ports == (home.Ports{}) {
		c.Ports = home.DefaultPorts(0)
	}
	return c
}
