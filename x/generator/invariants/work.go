package invariants

import (
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/lists"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// CheckWork checks the block work alone, for InitGenesis.
func CheckWork(ctx sdk.Context, s *market.Market) error { return checks{s}.checkWork(ctx) }

// checkWork checks that each deadline, voucher, listing and lease has its item, and by their count that there is no other.
func (k checks) checkWork(ctx sdk.Context) error {
	want, err := k.countWork(ctx)
	if err != nil {
		return err
	}
	got := 0
	err = k.Queue.Walk(ctx, func(queue.Item, bool) error {
		got++
		return nil
	})
	if err == nil && got != want {
		err = invariant.Broken("expected %d items of work, got %d", want, got)
	}
	return err
}

// countWork checks and counts the items that the records need.
func (k checks) countWork(ctx sdk.Context) (count int, err error) {
	check := func(it queue.Item) {
		count++
		if err == nil {
			err = k.checkItem(ctx, it)
		}
	}
	for _, g := range lists.Each(ctx, k.Generators, nil, &err) {
		if !g.Status.IsFinal() {
			check(state.DeadlineItem(g))
		}
	}
	for _, v := range lists.Each(ctx, k.Vouchers, nil, &err) {
		check(state.VoucherItem(v))
	}
	for _, l := range lists.Each(ctx, k.Listings, nil, &err) {
		check(state.ListingItem(l))
	}
	for _, l := range lists.Each(ctx, k.Leases, nil, &err) {
		check(state.LeaseItem(l))
	}
	return count, err
}

// checkItem checks that an item is either pending or has failed.
func (k checks) checkItem(ctx sdk.Context, it queue.Item) error {
	pending, failed, err := k.Queue.State(ctx, it)
	if err == nil && pending == failed {
		err = invariant.Broken("work of kind %d, generator %d, number %d at %d: expected it pending or failed, got pending %t and failed %t",
			it.Kind, it.Record, it.Number, it.At, pending, failed)
	}
	return err
}

// checkMeters compares generators with all meters, whose numbers have no gaps.
func (k checks) checkMeters(ctx sdk.Context) (err error) {
	var metered, bound uint64
	for id, g := range lists.Each(ctx, k.Generators, nil, &err) {
		if g.Meter == 0 {
			continue
		}
		metered++
		m, err := k.Meters.Meter(ctx, g.Meter)
		if err != nil {
			return err
		}
		if m.Binding != state.BindingOf(id) {
			return invariant.Broken("generator %d: expected meter %d to be bound to it, got %s", id, g.Meter, m.Binding.String())
		}
	}
	for id := uint64(1); err == nil; id++ {
		m, err := k.Meters.Meter(ctx, id)
		if errors.Is(err, meteridtypes.ErrMeterNotFound) {
			break
		}
		if err != nil {
			return err
		}
		if m.Binding.Module == types.ModuleName {
			bound++
		}
	}
	if err == nil && bound != metered {
		err = invariant.Broken("expected %d meters of generators, got %d", metered, bound)
	}
	return err
}

// checkProviders recounts the jobs of all generators, none of which is ever removed.
func (k checks) checkProviders(ctx sdk.Context) (err error) {
	want := map[string]types.ProviderRecord{}
	for _, g := range lists.Each(ctx, k.Generators, nil, &err) {
		if g.Bid == nil {
			continue
		}
		r := want[g.Provider()]
		switch {
		case g.Status.HasOpenJob():
			r.OpenJobs++
		case g.CommissionedAt > 0:
			purse, err := k.Purses.Get(ctx, g.Id)
			switch {
			case err != nil:
				return err
			case purse.Paid == g.Bid.Cost:
				r.Completed++
			default:
				r.ShortTrials++
			}
		case g.Status == types.GENERATOR_STATUS_DEFAULTED:
			r.Defaulted++
		default:
			r.Unfunded++
		}
		want[g.Provider()] = r
	}
	records := 0
	for _, r := range lists.Each(ctx, k.Providers, nil, &err) {
		records++
		w := want[r.Provider]
		w.Provider, w.LateDays = r.Provider, r.LateDays
		if r != w {
			return invariant.Broken("provider %s: expected %s, got %s", r.Provider, w.String(), r.String())
		}
	}
	if err == nil && records != len(want) {
		err = invariant.Broken("expected records of %d providers, got %d", len(want), records)
	}
	return err
}

// checkIndexes looks up every record in its indexes, and compares their sizes.
func (k checks) checkIndexes(ctx sdk.Context) (err error) {
	var statuses, bidders, accounts, voters, leases uint64
	expect := func(found bool, failed error) {
		switch {
		case err != nil:
		case failed != nil:
			err = failed
		case !found:
			err = invariant.Broken("expected an entry in an index, got none")
		}
	}
	for id, g := range lists.Each(ctx, k.Generators, nil, &err) {
		statuses++
		expect(k.Statuses.Has(ctx, collections.Join(uint64(g.Status), id))) //nolint:gosec // not negative
	}
	for key := range lists.Each(ctx, k.Bids, nil, &err) {
		bidders++
		expect(k.Bidders.Has(ctx, collections.Join(key.K2(), key.K1())))
	}
	for key, h := range lists.Each(ctx, k.Holdings, nil, &err) {
		if h.IsEmpty() {
			return invariant.Broken("generator %d, %s: expected a holding with something in it, got an empty one", h.Generator, h.Account)
		}
		if h.Vote != nil {
			voters++
			expect(k.Voters.Has(ctx, key))
		}
		accounts++
		expect(k.Accounts.Has(ctx, collections.Join(key.K2(), key.K1())))
	}
	for _, l := range lists.Each(ctx, k.Leases, nil, &err) {
		leases++
		expect(k.LeaseEnds.Has(ctx, state.LeaseEndOf(l)))
	}
	for _, index := range []struct {
		name string
		want uint64
		got  uint64
	}{
		{"statuses", statuses, countKeys(ctx, k.Statuses, &err)},
		{"bidders", bidders, countKeys(ctx, k.Bidders, &err)},
		{"accounts", accounts, countKeys(ctx, k.Accounts, &err)},
		{"voters", voters, countKeys(ctx, k.Voters, &err)},
		{"lease ends", leases, countKeys(ctx, k.LeaseEnds, &err)},
	} {
		if err == nil && index.got != index.want {
			err = invariant.Broken("%s: expected %d entries, got %d", index.name, index.want, index.got)
		}
	}
	return err
}

// countKeys returns the number of keys in a set.
func countKeys[K any](ctx sdk.Context, set collections.KeySet[K], err *error) (n uint64) {
	for range lists.EachKey(ctx, set, nil, err) {
		n++
	}
	return n
}
