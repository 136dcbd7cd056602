// Package simulate has what the simulations of all modules share.
package simulate

import "github.com/cosmos/cosmos-sdk/testutil/simsx"

// Pick is one of the items that fit. If none does, the operation is skipped, because nobody has what it needs.
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
		reporter.Skip("nobody has " + what)
		var none T
		return none, false
	}
	return simsx.OneOf(random, fitting), true
}
