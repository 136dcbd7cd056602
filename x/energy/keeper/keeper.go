// Package keeper keeps energy communities: who belongs to them, what they reported, what each epoch made of it and
// the money with which members pay each other.
package keeper

import (
	addresscodec "cosmossdk.io/core/address"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/x/energy/invariants"
	"github.com/utilityd/utilityd/x/energy/settlement"
	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/readonly"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Keeper carries out messages and block work on the records of the module.
type Keeper struct {
	*settlement.Settler

	reader *settlement.Settler // for queries: it cannot be written
}

// NewKeeper lays out the records. The authority may change parameters. NewKeeper panics at start-up only.
func NewKeeper(
	cdc codec.BinaryCodec, storeService corestore.KVStoreService, addressCodec addresscodec.Codec, authority string,
	bank types.BankKeeper, meters types.MeterKeeper, work queue.Queue,
) *Keeper {
	return &Keeper{
		Settler: &settlement.Settler{Store: state.New(cdc, storeService, addressCodec, authority, bank, meters, work)},
		reader:  &settlement.Settler{Store: state.New(cdc, readonly.Service(storeService), addressCodec, authority, bank, meters, work)},
	}
}

// Invariants lists what holds after every block.
func (k *Keeper) Invariants() []invariant.Invariant { return invariants.Of(k.Settler) }
