package keeper

import (
	"cmp"
	"context"
	"slices"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// ExportGenesis reads the whole state. Maps are walked in the order of their keys; what is kept by the bytes of an address
// is sorted by its text, which is another order.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	g := &types.GenesisState{}
	err := lists.Export(ctx,
		lists.Value(&g.Params, k.params.Get),
		lists.Value(&g.NextGenerator, k.nextGenerator.Peek),
		lists.Value(&g.NextVoucher, k.nextVoucher.Peek),
		lists.Value(&g.NextListing, k.nextListing.Peek),
		lists.Value(&g.NextLease, k.nextLease.Peek),
		func(ctx context.Context) error { return k.exportGenerators(ctx, g) },
		lists.Values(&g.MaintenanceClaims, k.maintenanceClaims),
		lists.Values(&g.Bids, k.bids),
		lists.Values(&g.Providers, k.providers),
		lists.Values(&g.Holdings, k.holdings),
		lists.Values(&g.Quotas, k.quotas),
		lists.Values(&g.Devices, k.devices),
		lists.Values(&g.Vouchers, k.vouchers),
		lists.Values(&g.Listings, k.listings),
		lists.Values(&g.Leases, k.leases),
	)
	sortByText(g)
	return g, err
}

func (k *Keeper) exportGenerators(ctx context.Context, g *types.GenesisState) error {
	return k.generators.Walk(ctx, nil, func(id uint64, gen types.Generator) (bool, error) {
		b, err := k.books.Get(ctx, id)
		if err != nil {
			return true, err
		}
		g.Generators = append(g.Generators, types.GeneratorState{Generator: gen, Books: b})
		return false, nil
	})
}

// sortByText sorts all that is kept by the bytes of an address.
func sortByText(g *types.GenesisState) {
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
}
