package types

import sdk "github.com/cosmos/cosmos-sdk/types"

// Invariant is something that is true after every block.
type Invariant struct {
	// Name says what is true.
	Name string
	// Check returns an error that says where it is not.
	Check func(ctx sdk.Context) error
}
