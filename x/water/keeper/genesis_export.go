package keeper

import (
	"cmp"
	"context"
	"slices"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/auction"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// ExportGenesis reads the whole state. Maps are walked in the order of their keys, so every list is sorted.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	g := &types.GenesisState{}
	return g, lists.Export(ctx,
		lists.Value(&g.Params, k.Params.Get),
		lists.Value(&g.NextArea, k.NextArea.Peek),
		func(ctx context.Context) error { return k.exportAreas(ctx, g) },
		lists.Values(&g.Sources, k.Sources),
		lists.Values(&g.Periods, k.Periods),
		lists.Values(&g.Valves, k.Valves),
		func(ctx context.Context) error { return k.exportAccounts(ctx, g) },
		lists.Values(&g.Orders, k.Orders),
		lists.Values(&g.Auctions, k.Auctions),
		func(ctx context.Context) error { return k.exportLevels(ctx, g) },
		func(ctx context.Context) error { return k.exportPayables(ctx, g) },
	)
}

func (k *Keeper) exportAreas(ctx context.Context, g *types.GenesisState) (err error) {
	for id, a := range lists.Each(ctx, k.Areas, nil, &err) {
		s := types.AreaState{Area: a}
		if s.Ledger, err = k.Ledgers.Get(ctx, id); err != nil {
			return err
		}
		if s.Purse, err = k.Purses.Get(ctx, id); err != nil {
			return err
		}
		if s.Counters, err = k.Counters.Get(ctx, id); err != nil {
			return err
		}
		if s.Market, err = k.Markets.Get(ctx, id); err != nil {
			return err
		}
		g.Areas = append(g.Areas, s)
	}
	return err
}

// exportAccounts joins accounts and holdings: both are in the order of area and slot.
func (k *Keeper) exportAccounts(ctx context.Context, g *types.GenesisState) error {
	accountOf := func(_ state.Pair, a types.Account) types.AccountState { return types.AccountState{Account: a} }
	if err := lists.Entries(&g.Accounts, k.Accounts, accountOf)(ctx); err != nil {
		return err
	}
	i := 0
	return k.Holdings.WalkAll(ctx, func(area, slot uint64, h state.Holding) (bool, error) {
		if i >= len(g.Accounts) || g.Accounts[i].Account.Area != area || g.Accounts[i].Account.Slot != slot {
			return true, types.ErrInvariantBroken.Wrapf("area %d: expected an account for each holding, got none in slot %d", area, slot)
		}
		g.Accounts[i].Holding = h.Holding
		i++
		return false, nil
	})
}

// exportLevels reads the levels of all books, in the order of their keys and prices.
func (k *Keeper) exportLevels(ctx context.Context, g *types.GenesisState) error {
	return k.Levels.WalkAll(ctx, func(key state.BookKey, n uint64, l state.Level) (bool, error) {
		g.Levels = append(g.Levels, types.Level{
			Area: key.K1(), Auction: key.K2(), Side: types.OrderSide(key.K3()), //nolint:gosec // a side is 1 or 2
			Price: uint64(auction.Level(n).Price()), Litres: l.Litres, BeforeLitres: l.Before,
		})
		return false, nil
	})
}

// exportPayables sorts by the text of the producer; the store is in the order of its bytes.
func (k *Keeper) exportPayables(ctx context.Context, g *types.GenesisState) (err error) {
	for key, amount := range lists.Each(ctx, k.Payables, nil, &err) {
		producer, err := k.Addresses.BytesToString(key.K2())
		if err != nil {
			return err
		}
		g.Payables = append(g.Payables, types.Payable{Area: key.K1(), Producer: producer, Amount: amount})
	}
	slices.SortFunc(g.Payables, func(a, b types.Payable) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Producer, b.Producer))
	})
	return err
}
