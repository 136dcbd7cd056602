// Package invariant is the form in which modules say what holds after every block.
package invariant

import sdk "github.com/cosmos/cosmos-sdk/types"

// Invariant is an equation over the state that holds at the end of every block.
type Invariant struct {
	// Name says what holds.
	Name string
	// Check returns why it does not hold, or nil. It changes nothing.
	Check func(ctx sdk.Context) error
}
