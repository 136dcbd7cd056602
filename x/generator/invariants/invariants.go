// Package invariants compares the records of x/generator with each other, with the bank and with the meters.
package invariants

import (
	"context"
	"iter"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// checks has a method for each invariant.
type checks struct {
	*market.Market
}

// Of returns the equations that hold after every block.
func Of(s *market.Market) []invariant.Invariant {
	k := checks{s}
	return append(k.moneyInvariants(), []invariant.Invariant{
		{Name: "the price follows from the votes of owners, none of which is above the ceiling", Check: k.checkVotes},
		{Name: "objections are counted while an installation waits", Check: k.checkObjections},
		{Name: "the votes for a retirement are those of owners, and it does not come before the last lease has ended", Check: k.checkRetirement},
		{Name: "shares are listed and leased once, by their owner, and not beyond the life of the generator", Check: k.checkMarket},
		{Name: "no lease is paid beyond its end, and the index at the end of each is known", Check: k.checkLeases},
		{Name: "open vouchers are paid for and in the order of their devices", Check: k.checkVouchers},
		{Name: "each step of a device paid once, is counted by its oldest open voucher, or is excess", Check: k.checkCredit},
		{Name: "each deadline, voucher, listing and lease has one item of block work, pending or failed", Check: k.checkWork},
		{Name: "nothing is sold or delivered before the commissioning", Check: k.checkBeginning},
		{Name: "the meter of a generator is bound to it, and no other is", Check: k.checkMeters},
		{Name: "the record of a provider counts its jobs", Check: k.checkProviders},
		{Name: "indexes agree with their records", Check: k.checkIndexes},
		{Name: "everyone could be paid out now", Check: k.checkPayout},
	}...)
}

// numbered returns the range of the keys (generator, number) of a generator.
func numbered(generator uint64) collections.Ranger[state.NumberKey] {
	return collections.NewPrefixedPairRange[uint64, uint64](generator)
}

// byAccount returns the range of the keys (generator, account) of a generator.
func byAccount(generator uint64) collections.Ranger[state.AccountKey] {
	return collections.NewPrefixedPairRange[uint64, []byte](generator)
}

// eachPurse returns all generators with their purses, by number. A failed read ends the loop and is stored in err.
func eachPurse(ctx context.Context, k *state.Store, err *error) iter.Seq2[types.Generator, types.Purse] {
	return func(yield func(types.Generator, types.Purse) bool) {
		for id, g := range lists.Each(ctx, k.Generators, nil, err) {
			purse, failed := k.Purses.Get(ctx, id)
			if failed != nil {
				*err = failed
				return
			}
			if !yield(g, purse) {
				return
			}
		}
	}
}
