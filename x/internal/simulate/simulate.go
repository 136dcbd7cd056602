// Package simulate has the common parts of the simulations of all modules.
package simulate

import "github.com/cosmos/cosmos-sdk/testutil/simsx"

// Pick returns one of the items that fit. If none does, the operation is skipped.
func Pick[T any](
	random interface{ Intn(n int) int }, reporter simsx.SimulationReporter, what string, items []T, fits func(T) bool,
) (T, bool) {
	var fitting []T
	for _, item := range items {
		if fits(item) {
			fitting = append(fitting, item)
		}
	}
	if len(fitting) == 0 {
		reporter.Skip("no account has " + what)
		var none T
		return none, false
	}
	return simsx.OneOf(random, fitting), true
}
