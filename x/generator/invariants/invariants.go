// Package invariants compares the records of x/generator with each other, with the bank and with the meters.
package invariants

import (
	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/invariant"
)

// checks compares the records with each other, with the bank and with the meters.
type checks struct {
	*market.Market
}

// Of lists what holds after every block.
func Of(s *market.Market) []invariant.Invariant {
	k := checks{s}
	return append(k.moneyInvariants(), []invariant.Invariant{
		{Name: "the price follows from the votes of owners, none of which is above the ceiling", Check: k.checkVotes},
		{Name: "shares are listed and leased once, by who owns them, and not beyond the life of the generator", Check: k.checkMarket},
		{Name: "open vouchers are paid for and in the order of their devices", Check: k.checkVouchers},
		{Name: "each deadline, voucher, listing and lease has one piece of block work, pending or failed", Check: k.checkWork},
		{Name: "nothing is sold or delivered before the commissioning", Check: k.checkBeginning},
		{Name: "the meter of a generator is bound to it, and no other is", Check: k.checkMeters},
		{Name: "the record of a provider counts its jobs", Check: k.checkProviders},
		{Name: "indexes agree with what they list", Check: k.checkIndexes},
		{Name: "everyone could be paid out now", Check: k.checkPayout},
	}...)
}

func broken(format string, args ...any) error {
	return types.ErrInvariantBroken.Wrapf(format, args...)
}
