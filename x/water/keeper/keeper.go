// Package keeper implements x/water: messages, queries and block work on areas, their sources and households, and on the order book in
// which households trade.
package keeper

import (
	addresscodec "cosmossdk.io/core/address"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/readonly"
	"github.com/utilityd/utilityd/x/water/invariants"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Keeper executes messages and block work on the records of the module.
type Keeper struct {
	*state.Store

	reader *state.Store // for queries: it refuses writes
}

// NewKeeper defines the records. The authority may change parameters. NewKeeper panics at start-up only.
func NewKeeper(
	cdc codec.BinaryCodec, storeService corestore.KVStoreService, addressCodec addresscodec.Codec, authority string,
	bank types.BankKeeper, meters types.MeterKeeper, work queue.Queue,
) *Keeper {
	return &Keeper{
		Store:  state.New(cdc, storeService, addressCodec, authority, bank, meters, work),
		reader: state.New(cdc, readonly.Service(storeService), addressCodec, authority, bank, meters, work),
	}
}

// Invariants returns the invariants, which hold after every block.
func (k *Keeper) Invariants() []invariant.Invariant { return invariants.Of(k.Store) }
