package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/water/types"
)

// InitGenesis writes a whole state into an empty store. Indexes are made, not imported; coins come with the bank.
func (k *Keeper) InitGenesis(ctx context.Context, g types.GenesisState) error {
	if err := g.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	if err := k.nextArea.Set(ctx, g.NextArea); err != nil {
		return err
	}
	for _, init := range []func(context.Context, types.GenesisState) error{
		k.initAreas, k.initPlaces, k.initAccounts, k.initTrade, k.initPayables,
	} {
		if err := init(ctx, g); err != nil {
			return err
		}
	}
	return k.checkWork(sdk.UnwrapSDKContext(ctx))
}

func (k *Keeper) initAreas(ctx context.Context, g types.GenesisState) error {
	for _, s := range g.Areas {
		if err := k.setArea(ctx, s.Area); err != nil {
			return err
		}
		if err := k.ledgers.Set(ctx, s.Area.Id, s.Ledger); err != nil {
			return err
		}
		if err := k.purses.Set(ctx, s.Area.Id, s.Purse); err != nil {
			return err
		}
		if err := k.counters.Set(ctx, s.Area.Id, s.Counters); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initPlaces(ctx context.Context, g types.GenesisState) error {
	for _, s := range g.Sources {
		if err := k.setSource(ctx, s); err != nil {
			return err
		}
	}
	for _, p := range g.Periods {
		if err := k.setPeriod(ctx, p); err != nil {
			return err
		}
	}
	for _, v := range g.Valves {
		if err := k.valves.Set(ctx, v.Meter, v); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initAccounts(ctx context.Context, g types.GenesisState) error {
	for area, group := range lists.Runs(g.Accounts, func(a *types.AccountState) uint64 { return a.Account.Area }) {
		slots := make([]uint64, len(group))
		for i := range group {
			slots[i] = group[i].Account.Slot
			if err := k.initAccount(ctx, group[i].Account); err != nil {
				return err
			}
		}
		err := k.holdings.UpdateMany(ctx, area, slots, func(n int, pg *pages.Page, i int) error {
			holdingForm.Write(pg, i, group[n].Holding)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initAccount(ctx context.Context, a types.Account) error {
	owner, err := k.address("owner", a.Owner)
	if err != nil {
		return err
	}
	key := collections.Join(owner.Bytes, a.Area)
	taken, err := k.owners.Has(ctx, key)
	if err != nil {
		return err
	}
	if taken {
		return types.ErrInvalidGenesis.Wrapf("area %d, slot %d: expected one account for an owner, got another one for %s", a.Area, a.Slot, a.Owner)
	}
	if err := k.owners.Set(ctx, key, a.Slot); err != nil {
		return err
	}
	return k.setAccount(ctx, a)
}

func (k *Keeper) initTrade(ctx context.Context, g types.GenesisState) error {
	for _, o := range g.Orders {
		if err := k.orders.Set(ctx, keyOfOrder(o), o); err != nil {
			return err
		}
		if err := k.orderRanks.Set(ctx, rankOfOrder(o), o.Slot); err != nil {
			return err
		}
	}
	for _, a := range g.Auctions {
		if err := k.auctions.Set(ctx, collections.Join(a.Area, a.Number), a); err != nil {
			return err
		}
	}
	for _, c := range g.Clearings {
		if err := k.clearings.Set(ctx, c.Auction.Area, c); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initPayables(ctx context.Context, g types.GenesisState) error {
	for _, p := range g.Payables {
		producer, err := k.address("producer", p.Producer)
		if err != nil {
			return err
		}
		key := collections.Join(p.Area, producer.Bytes)
		twice, err := k.payables.Has(ctx, key)
		if err != nil {
			return err
		}
		if twice {
			return types.ErrInvalidGenesis.Wrapf("area %d: expected one payable for a producer, got another one for %s", p.Area, p.Producer)
		}
		if err := k.payables.Set(ctx, key, p.Amount); err != nil {
			return err
		}
	}
	return nil
}
