// Package keeper implements x/generator: messages, queries, the sink of readings, block work and genesis.
package keeper

import (
	addresscodec "cosmossdk.io/core/address"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/x/generator/invariants"
	"github.com/utilityd/utilityd/x/generator/life"
	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/readonly"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Keeper runs messages and block work on the records of the module.
type Keeper struct {
	*life.Life

	reader *state.Store // for queries: it refuses writes
}

// NewKeeper builds the stores of the module. Only the authority may set parameters. It panics on an invalid authority, at
// start-up.
func NewKeeper(
	cdc codec.BinaryCodec, storeService corestore.KVStoreService, addressCodec addresscodec.Codec, authority string,
	bank types.BankKeeper, meters types.MeterKeeper, work queue.Queue,
) *Keeper {
	return &Keeper{
		Life:   &life.Life{Market: &market.Market{Store: state.New(cdc, storeService, addressCodec, authority, bank, meters, work)}},
		reader: state.New(cdc, readonly.Service(storeService), addressCodec, authority, bank, meters, work),
	}
}

// Invariants returns the equations that hold after every block.
func (k *Keeper) Invariants() []invariant.Invariant { return invariants.Of(k.Market) }
