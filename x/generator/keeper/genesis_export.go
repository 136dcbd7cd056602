package keeper

import (
	"cmp"
	"context"
	"slices"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// ExportGenesis returns the whole state. Maps are read in the order of their keys; lists of accounts are then sorted by text,
// which is another order than that of their bytes.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	g := &types.GenesisState{}
	err := lists.Export(ctx,
		lists.Value(&g.Params, k.Params.Get),
		lists.Value(&g.NextGenerator, k.NextGenerator.Peek),
		lists.Value(&g.NextVoucher, k.NextVoucher.Peek),
		lists.Value(&g.NextListing, k.NextListing.Peek),
		lists.Value(&g.NextLease, k.NextLease.Peek),
		func(ctx context.Context) error { return k.exportGenerators(ctx, g) },
		lists.Values(&g.MaintenanceClaims, k.MaintenanceClaims),
		lists.Values(&g.Bids, k.Bids),
		lists.Values(&g.Providers, k.Providers),
		lists.Values(&g.Holdings, k.Holdings),
		lists.Values(&g.Quotas, k.Quotas),
		lists.Values(&g.Devices, k.Devices),
		lists.Values(&g.Vouchers, k.Vouchers),
		lists.Values(&g.Listings, k.Listings),
		lists.Values(&g.Leases, k.Leases),
		func(ctx context.Context) error { return k.exportDayIndexes(ctx, g) },
	)
	sortByText(g)
	return g, err
}

func (k *Keeper) exportGenerators(ctx context.Context, g *types.GenesisState) error {
	return k.Generators.Walk(ctx, nil, func(id uint64, gen types.Generator) (bool, error) {
		purse, err := k.Purses.Get(ctx, id)
		if err != nil {
			return true, err
		}
		g.Generators = append(g.Generators, types.GeneratorState{Generator: gen, Purse: purse})
		return false, nil
	})
}

func (k *Keeper) exportDayIndexes(ctx context.Context, g *types.GenesisState) error {
	return k.DayIndexes.Walk(ctx, nil, func(key state.NumberKey, acc uint64) (bool, error) {
		g.DayIndexes = append(g.DayIndexes, types.DayIndex{Generator: key.K1(), Day: key.K2(), Acc: acc})
		return false, nil
	})
}

// sortByText sorts the lists whose keys have the bytes of an address.
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
