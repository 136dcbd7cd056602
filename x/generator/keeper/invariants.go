package keeper

import (
	"github.com/utilityd/utilityd/x/generator/types"
)

// Invariants are what is true after every block.
func (k *Keeper) Invariants() []types.Invariant {
	return k.moneyInvariants()
}

func broken(format string, args ...any) error {
	return types.ErrInvariantBroken.Wrapf(format, args...)
}
