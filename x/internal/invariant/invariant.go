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

// First returns the reason of the first invariant that does not hold, or nil.
func First(ctx sdk.Context, all []Invariant) error {
	for _, i := range all {
		if err := i.Check(ctx); err != nil {
			return err
		}
	}
	return nil
}
