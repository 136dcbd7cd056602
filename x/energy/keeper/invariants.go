package keeper

import "github.com/utilityd/utilityd/x/energy/types"

// Invariants are what is true after every block.
func (k *Keeper) Invariants() []types.Invariant {
	return nil
}
