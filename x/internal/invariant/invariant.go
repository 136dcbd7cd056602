// Package invariant is the form of the invariants of all modules.
package invariant

import sdk "github.com/cosmos/cosmos-sdk/types"

// Invariant is an equation over the state that holds at the end of every block.
type Invariant struct {
	// Name states the invariant.
	Name string
	// Check returns an error if it does not hold. It writes nothing.
	Check func(ctx sdk.Context) error
}
