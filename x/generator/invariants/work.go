package invariants

import (
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// CheckWork checks the work alone; InitGenesis ends with it.
func CheckWork(ctx sdk.Context, s *market.Market) error { return checks{s}.checkWork(ctx) }

// checkWork finds the one piece of work of everything that has a time, and then counts: no piece is without its thing.
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
		err = broken("expected %d pieces of work, got %d", want, got)
	}
	return err
}

func (k checks) countWork(ctx sdk.Context) (count int, err error) {
	has := func(it queue.Item) (bool, error) {
		count++
		err := k.checkItem(ctx, it)
		return err != nil, err
	}
	err = k.Generators.Walk(ctx, nil, func(_ uint64, g types.Generator) (bool, error) {
		if g.Status.IsFinal() {
			return false, nil
		}
		return has(state.DeadlineOf(g))
	})
	if err != nil {
		return 0, err
	}
	err = k.Vouchers.Walk(ctx, nil, func(_ state.Pair, v types.Voucher) (bool, error) { return has(state.VoucherItem(v)) })
	if err != nil {
		return 0, err
	}
	err = k.Listings.Walk(ctx, nil, func(_ state.Pair, l types.Listing) (bool, error) { return has(state.ListingItem(l)) })
	if err != nil {
		return 0, err
	}
	err = k.Leases.Walk(ctx, nil, func(_ state.Pair, l types.Lease) (bool, error) { return has(state.LeaseItem(l)) })
	return count, err
}

// checkItem checks that a piece of work is pending or has failed.
func (k checks) checkItem(ctx sdk.Context, it queue.Item) error {
	pending, failed, err := k.Queue.State(ctx, it)
	if err == nil && pending == failed {
		err = broken("work of kind %d, generator %d, number %d at %d: expected it pending or failed, got pending %t and failed %t",
			it.Kind, it.Record, it.Number, it.At, pending, failed)
	}
	return err
}

// checkMeters goes through all meters too: their numbers have no gaps.
func (k checks) checkMeters(ctx sdk.Context) error {
	with := uint64(0)
	err := k.Generators.Walk(ctx, nil, func(id uint64, g types.Generator) (bool, error) {
		if g.Meter == 0 {
			return false, nil
		}
		with++
		m, err := k.Meters.Meter(ctx, g.Meter)
		if err == nil && m.Binding != state.BindingOf(id) {
			err = broken("generator %d: expected meter %d to be bound to it, got %s", id, g.Meter, m.Binding.String())
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	bound := uint64(0)
	for id := uint64(1); ; id++ {
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
	if bound != with {
		return broken("expected %d meters of generators, got %d", with, bound)
	}
	return nil
}

// checkProviders counts the jobs of all generators again: none is ever removed.
func (k checks) checkProviders(ctx sdk.Context) error {
	want := map[string]types.ProviderRecord{}
	err := k.Generators.Walk(ctx, nil, func(_ uint64, g types.Generator) (bool, error) {
		if g.Bid == nil {
			return false, nil
		}
		r := want[g.Provider()]
		switch {
		case g.Status.HasOpenJob():
			r.OpenJobs++
		case g.CommissionedAt > 0:
			r.Completed++
		case g.Status == types.GENERATOR_STATUS_DEFAULTED:
			r.Defaulted++
		case g.FundedAt == 0:
			r.Unfunded++
		default:
			r.Undecided++
		}
		want[g.Provider()] = r
		return false, nil
	})
	if err != nil {
		return err
	}
	records := 0
	err = k.Providers.Walk(ctx, nil, func(_ []byte, r types.ProviderRecord) (bool, error) {
		records++
		w := want[r.Provider]
		w.Provider, w.LateDays = r.Provider, r.LateDays
		if r != w {
			return true, broken("provider %s: expected %s, got %s", r.Provider, w.String(), r.String())
		}
		return false, nil
	})
	if err == nil && records != len(want) {
		err = broken("expected records of %d providers, got %d", len(want), records)
	}
	return err
}

// checkIndexes looks everything up in its indexes, and counts them.
func (k checks) checkIndexes(ctx sdk.Context) error {
	var statuses, bidders, accounts, voters uint64
	err := k.Generators.Walk(ctx, nil, func(id uint64, g types.Generator) (bool, error) {
		statuses++
		return missing(k.Statuses.Has(ctx, collections.Join(uint64(g.Status), id))) //nolint:gosec // not negative
	})
	if err != nil {
		return err
	}
	err = k.Bids.Walk(ctx, nil, func(key state.AccountKey, _ types.Bid) (bool, error) {
		bidders++
		return missing(k.Bidders.Has(ctx, collections.Join(key.K2(), key.K1())))
	})
	if err != nil {
		return err
	}
	err = k.Holdings.Walk(ctx, nil, func(key state.AccountKey, h types.Holding) (bool, error) {
		if h.IsEmpty() {
			return true, broken("generator %d, %s: expected something in a holding, got nothing", h.Generator, h.Account)
		}
		if h.Vote != nil {
			voters++
			if stop, err := missing(k.Voters.Has(ctx, key)); stop {
				return true, err
			}
		}
		accounts++
		return missing(k.Accounts.Has(ctx, collections.Join(key.K2(), key.K1())))
	})
	if err != nil {
		return err
	}
	for _, index := range []struct {
		name string
		want uint64
		got  func(ctx sdk.Context) (uint64, error)
	}{
		{"statuses", statuses, func(ctx sdk.Context) (uint64, error) { return size(ctx, k.Statuses) }},
		{"bidders", bidders, func(ctx sdk.Context) (uint64, error) { return size(ctx, k.Bidders) }},
		{"accounts", accounts, func(ctx sdk.Context) (uint64, error) { return size(ctx, k.Accounts) }},
		{"voters", voters, func(ctx sdk.Context) (uint64, error) { return size(ctx, k.Voters) }},
	} {
		got, err := index.got(ctx)
		if err != nil {
			return err
		}
		if got != index.want {
			return broken("%s: expected %d entries, got %d", index.name, index.want, got)
		}
	}
	return nil
}

// missing ends a walk that does not find something in an index.
func missing(found bool, err error) (stop bool, _ error) {
	if err == nil && !found {
		err = broken("expected an entry in an index, got none")
	}
	return err != nil, err
}

func size[K any](ctx sdk.Context, set collections.KeySet[K]) (n uint64, err error) {
	err = set.Walk(ctx, nil, func(K) (bool, error) {
		n++
		return false, nil
	})
	return n, err
}
