package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/water/auction"
	"github.com/utilityd/utilityd/x/water/invariants"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// InitGenesis writes a whole state into an empty store. Indexes are computed, not imported; the bank imports the coins.
func (k *Keeper) InitGenesis(ctx context.Context, g types.GenesisState) error {
	if err := g.Validate(); err != nil {
		return err
	}
	if err := k.Params.Set(ctx, g.Params); err != nil {
		return err
	}
	if err := k.NextArea.Set(ctx, g.NextArea); err != nil {
		return err
	}
	for _, init := range []func(context.Context, types.GenesisState) error{
		k.initAreas, k.initPlaces, k.initAccounts, k.initTrade, k.initPayables,
	} {
		if err := init(ctx, g); err != nil {
			return err
		}
	}
	return invariants.CheckWork(sdk.UnwrapSDKContext(ctx), k.Store)
}

func (k *Keeper) initAreas(ctx context.Context, g types.GenesisState) error {
	for _, s := range g.Areas {
		if err := k.SetArea(ctx, s.Area); err != nil {
			return err
		}
		if err := k.Ledgers.Set(ctx, s.Area.Id, s.Ledger); err != nil {
			return err
		}
		if err := k.Purses.Set(ctx, s.Area.Id, s.Purse); err != nil {
			return err
		}
		if err := k.Counters.Set(ctx, s.Area.Id, s.Counters); err != nil {
			return err
		}
		if err := k.Markets.Set(ctx, s.Area.Id, s.Market); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initPlaces(ctx context.Context, g types.GenesisState) error {
	for _, s := range g.Sources {
		if err := k.SetSource(ctx, s); err != nil {
			return err
		}
	}
	for _, p := range g.Periods {
		if err := k.SetPeriod(ctx, p); err != nil {
			return err
		}
	}
	for _, v := range g.Valves {
		if err := k.Valves.Set(ctx, v.Meter, v); err != nil {
			return err
		}
	}
	return nil
}

// initAccounts writes accounts and holdings, with the flags that follow from policy and orders.
func (k *Keeper) initAccounts(ctx context.Context, g types.GenesisState) error {
	orders := g.Orders // by area, side and slot
	for area, group := range lists.Runs(g.Accounts, func(a *types.AccountState) uint64 { return a.Account.Area }) {
		slots := make([]uint64, len(group))
		holdings := make([]state.Holding, len(group)) // slots are dense, so each is at its slot
		for i, a := range group {
			slots[i] = a.Account.Slot
			account := a.Account
			holdings[i] = state.Holding{
				Holding: a.Holding, Bounded: account.IsBounded() || account.ClosingAt != 0,
				Renews: account.Policy.AutoRenew, Trades: account.Policy.Trades(),
			}
			if err := k.initAccount(ctx, account); err != nil {
				return err
			}
			v, _, err := k.Valve(ctx, account.Meter)
			if err != nil {
				return err
			}
			holdings[i].Open = v.State == types.VALVE_STATE_OPEN
		}
		for ; len(orders) > 0 && orders[0].Area == area; orders = orders[1:] {
			h := &holdings[orders[0].Slot]
			h.Buys = h.Buys || orders[0].Side == types.ORDER_SIDE_BUY
			h.Sells = h.Sells || orders[0].Side == types.ORDER_SIDE_SELL
		}
		err := k.Holdings.UpdateMany(ctx, area, slots, func(n int, pg *pages.Page, i int) error {
			state.HoldingForm.Write(pg, i, holdings[n])
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initAccount(ctx context.Context, a types.Account) error {
	owner, err := k.ReadAddress("owner", a.Owner)
	if err != nil {
		return err
	}
	key := collections.Join(owner.Bytes, a.Area)
	taken, err := k.Owners.Has(ctx, key)
	if err != nil {
		return err
	}
	if taken {
		return types.ErrInvalidGenesis.Wrapf("area %d, slot %d: expected one account for an owner, got another one for %s", a.Area, a.Slot, a.Owner)
	}
	if err := k.Owners.Set(ctx, key, a.Slot); err != nil {
		return err
	}
	return k.SetAccount(ctx, a)
}

func (k *Keeper) initTrade(ctx context.Context, g types.GenesisState) error {
	for _, o := range g.Orders {
		if err := k.Orders.Set(ctx, state.KeyOfOrder(o), o); err != nil {
			return err
		}
	}
	for _, a := range g.Auctions {
		if err := k.SetAuction(ctx, a); err != nil {
			return err
		}
	}
	for _, l := range g.Levels {
		level := uint64(auction.LevelOf(auction.Price(l.Price)))
		stored := state.Level{Litres: l.Litres, Before: l.BeforeLitres}
		if err := k.Levels.Set(ctx, state.KeyOfBook(l.Area, l.Auction, l.Side), level, stored); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initPayables(ctx context.Context, g types.GenesisState) error {
	for _, p := range g.Payables {
		producer, err := k.ReadAddress("producer", p.Producer)
		if err != nil {
			return err
		}
		key := collections.Join(p.Area, producer.Bytes)
		twice, err := k.Payables.Has(ctx, key)
		if err != nil {
			return err
		}
		if twice {
			return types.ErrInvalidGenesis.Wrapf("area %d: expected one payable for a producer, got another one for %s", p.Area, p.Producer)
		}
		if err := k.Payables.Set(ctx, key, p.Amount); err != nil {
			return err
		}
	}
	return nil
}
