package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/invariant"
)

// Invariants returns the invariants of the module.
func (k *Keeper) Invariants() []invariant.Invariant {
	return []invariant.Invariant{
		{Name: "each record with pending work has one turn, no later than its first item or the present", Check: k.checkTurns},
	}
}

func (k *Keeper) checkTurns(ctx sdk.Context) error { return k.queue.Check(ctx) }
