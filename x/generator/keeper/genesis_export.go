package keeper

import (
	"cmp"
	"context"
	"slices"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/due"
)

// ExportGenesis reads the whole state. Maps are walked in the order of their keys; what is kept by the bytes of an address
// is sorted by its text, which is another order.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	g := &types.GenesisState{}
	for _, export := range []func(context.Context, *types.GenesisState) error{
		k.exportNumbers, k.exportGenerators, k.exportAccounts, k.exportVouchers, k.exportMarket, k.exportWork,
	} {
		if err := export(ctx, g); err != nil {
			return nil, err
		}
	}
	return g, nil
}

func (k *Keeper) exportNumbers(ctx context.Context, g *types.GenesisState) (err error) {
	if g.Params, err = k.params.Get(ctx); err != nil {
		return err
	}
	if g.NextGenerator, err = k.nextGenerator.Peek(ctx); err != nil {
		return err
	}
	if g.NextVoucher, err = k.nextVoucher.Peek(ctx); err != nil {
		return err
	}
	if g.NextListing, err = k.nextListing.Peek(ctx); err != nil {
		return err
	}
	g.NextLease, err = k.nextLease.Peek(ctx)
	return err
}

func (k *Keeper) exportGenerators(ctx context.Context, g *types.GenesisState) error {
	err := k.generators.Walk(ctx, nil, func(id uint64, gen types.Generator) (bool, error) {
		b, err := k.books.Get(ctx, id)
		if err != nil {
			return true, err
		}
		g.Generators = append(g.Generators, types.GeneratorState{Generator: gen, Books: b})
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.maintenanceClaims.Walk(ctx, nil, func(_ uint64, c types.MaintenanceClaim) (bool, error) {
		g.MaintenanceClaims = append(g.MaintenanceClaims, c)
		return false, nil
	})
}

// exportAccounts exports all that is kept by the bytes of an address.
func (k *Keeper) exportAccounts(ctx context.Context, g *types.GenesisState) error {
	err := k.bids.Walk(ctx, nil, func(_ at, b types.Bid) (bool, error) {
		g.Bids = append(g.Bids, b)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.providers.Walk(ctx, nil, func(_ []byte, p types.ProviderRecord) (bool, error) {
		g.Providers = append(g.Providers, p)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.holdings.Walk(ctx, nil, func(_ at, h types.Holding) (bool, error) {
		g.Holdings = append(g.Holdings, h)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.quotas.Walk(ctx, nil, func(_ at, q types.Quota) (bool, error) {
		g.Quotas = append(g.Quotas, q)
		return false, nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(g.Bids, func(a, b types.Bid) int {
		return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Provider, b.Provider))
	})
	slices.SortFunc(g.Providers, func(a, b types.ProviderRecord) int { return cmp.Compare(a.Provider, b.Provider) })
	slices.SortFunc(g.Holdings, func(a, b types.Holding) int {
		return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Account, b.Account))
	})
	slices.SortFunc(g.Quotas, func(a, b types.Quota) int {
		return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Account, b.Account))
	})
	return nil
}

func (k *Keeper) exportVouchers(ctx context.Context, g *types.GenesisState) error {
	err := k.devices.Walk(ctx, nil, func(_ pair, d types.Device) (bool, error) {
		g.Devices = append(g.Devices, d)
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.vouchers.Walk(ctx, nil, func(_ pair, v types.Voucher) (bool, error) {
		g.Vouchers = append(g.Vouchers, v)
		return false, nil
	})
}

func (k *Keeper) exportMarket(ctx context.Context, g *types.GenesisState) error {
	err := k.listings.Walk(ctx, nil, func(_ pair, l types.Listing) (bool, error) {
		g.Listings = append(g.Listings, l)
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.leases.Walk(ctx, nil, func(_ pair, l types.Lease) (bool, error) {
		g.Leases = append(g.Leases, l)
		return false, nil
	})
}

func (k *Keeper) exportWork(ctx context.Context, g *types.GenesisState) error {
	err := k.due.Walk(ctx, func(it due.Item[pair]) (bool, error) {
		g.Due = append(g.Due, dueItem(it))
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.due.WalkParked(ctx, func(p due.Parked[pair]) (bool, error) {
		g.Parked = append(g.Parked, parkedItem(p))
		return false, nil
	})
}
