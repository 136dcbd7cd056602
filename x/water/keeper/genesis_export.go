package keeper

import (
	"cmp"
	"context"
	"slices"

	"github.com/utilityd/utilityd/x/internal/due"
	"github.com/utilityd/utilityd/x/water/types"
)

// ExportGenesis reads the whole state. Maps are walked in the order of their keys, so every list is sorted.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	g := &types.GenesisState{}
	var err error
	if g.Params, err = k.params.Get(ctx); err != nil {
		return nil, err
	}
	if g.NextArea, err = k.nextArea.Peek(ctx); err != nil {
		return nil, err
	}
	for _, export := range []func(context.Context, *types.GenesisState) error{
		k.exportAreas, k.exportPlaces, k.exportAccounts, k.exportTrade, k.exportPayables, k.exportWork,
	} {
		if err := export(ctx, g); err != nil {
			return nil, err
		}
	}
	return g, nil
}

func (k *Keeper) exportAreas(ctx context.Context, g *types.GenesisState) error {
	return k.areas.Walk(ctx, nil, func(id uint64, a types.Area) (_ bool, err error) {
		s := types.AreaState{Area: a}
		if s.Ledger, err = k.ledgers.Get(ctx, id); err != nil {
			return true, err
		}
		if s.Purse, err = k.purses.Get(ctx, id); err != nil {
			return true, err
		}
		if s.Counters, err = k.counters.Get(ctx, id); err != nil {
			return true, err
		}
		g.Areas = append(g.Areas, s)
		return false, nil
	})
}

func (k *Keeper) exportPlaces(ctx context.Context, g *types.GenesisState) error {
	err := k.sources.Walk(ctx, nil, func(_ pair, s types.Source) (bool, error) {
		g.Sources = append(g.Sources, s)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.periods.Walk(ctx, nil, func(_ pair, p types.Period) (bool, error) {
		g.Periods = append(g.Periods, p)
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.valves.Walk(ctx, nil, func(_ uint64, v types.Valve) (bool, error) {
		g.Valves = append(g.Valves, v)
		return false, nil
	})
}

// exportAccounts joins accounts and holdings: both are in the order of area and slot.
func (k *Keeper) exportAccounts(ctx context.Context, g *types.GenesisState) error {
	err := k.accounts.Walk(ctx, nil, func(_ pair, a types.Account) (bool, error) {
		g.Accounts = append(g.Accounts, types.AccountState{Account: a})
		return false, nil
	})
	if err != nil {
		return err
	}
	i := 0
	return k.holdings.WalkAll(ctx, func(area, slot uint64, h types.Holding) (bool, error) {
		if i >= len(g.Accounts) || g.Accounts[i].Account.Area != area || g.Accounts[i].Account.Slot != slot {
			return true, broken("area %d: expected an account for each holding, got none in slot %d", area, slot)
		}
		g.Accounts[i].Holding = h
		i++
		return false, nil
	})
}

func (k *Keeper) exportTrade(ctx context.Context, g *types.GenesisState) error {
	err := k.orders.Walk(ctx, nil, func(_ orderKey, o types.Order) (bool, error) {
		g.Orders = append(g.Orders, o)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.auctions.Walk(ctx, nil, func(_ pair, a types.Auction) (bool, error) {
		g.Auctions = append(g.Auctions, a)
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.clearings.Walk(ctx, nil, func(_ uint64, c types.Clearing) (bool, error) {
		g.Clearings = append(g.Clearings, c)
		return false, nil
	})
}

// exportPayables sorts by the text of the producer; the store is in the order of its bytes.
func (k *Keeper) exportPayables(ctx context.Context, g *types.GenesisState) error {
	err := k.payables.Walk(ctx, nil, func(key payee, amount uint64) (bool, error) {
		producer, err := k.addresses.BytesToString(key.K2())
		if err != nil {
			return true, err
		}
		g.Payables = append(g.Payables, types.Payable{Area: key.K1(), Producer: producer, Amount: amount})
		return false, nil
	})
	slices.SortFunc(g.Payables, func(a, b types.Payable) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Producer, b.Producer))
	})
	return err
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
