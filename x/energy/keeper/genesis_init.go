package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/invariants"
	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/internal/pages"
)

// InitGenesis writes a state into an empty store. It rebuilds the indexes.
func (k *Keeper) InitGenesis(ctx context.Context, g types.GenesisState) error {
	if err := g.Validate(); err != nil {
		return err
	}
	if err := k.Params.Set(ctx, g.Params); err != nil {
		return err
	}
	if err := k.NextCommunity.Set(ctx, g.NextCommunity); err != nil {
		return err
	}
	for _, c := range g.Communities {
		if err := k.SetCommunity(ctx, c); err != nil {
			return err
		}
	}
	for _, t := range g.Terms {
		if err := k.SetTerms(ctx, t.Community, t.Terms); err != nil {
			return err
		}
	}
	for _, a := range g.Applications {
		if err := k.SetApplication(ctx, a); err != nil {
			return err
		}
	}
	if err := k.initMembers(ctx, g.Members); err != nil {
		return err
	}
	if err := k.initEpochs(ctx, g); err != nil {
		return err
	}
	for _, c := range g.Cursors {
		if err := k.Cursors.Set(ctx, c.Community, c); err != nil {
			return err
		}
	}
	return invariants.CheckWork(sdk.UnwrapSDKContext(ctx), k.Settler)
}

func (k *Keeper) initMembers(ctx context.Context, members []types.MemberState) error {
	for community, group := range lists.Runs(members, func(m *types.MemberState) uint64 { return m.Member.Community }) {
		slots := make([]uint64, len(group))
		for i, m := range group {
			slots[i] = m.Member.Slot
			address, err := k.ReadAddress("account", m.Member.Account)
			if err != nil {
				return err
			}
			if err := k.SetMember(ctx, m.Member); err != nil {
				return err
			}
			if err := k.Accounts.Set(ctx, collections.Join3(address.Bytes, community, m.Member.Slot)); err != nil {
				return err
			}
		}
		err := k.Seats.UpdateMany(ctx, community, slots, func(n int, pg *pages.Page, i int) error {
			state.SeatForm.Write(pg, i, group[n].Seat)
			return nil
		})
		if err != nil {
			return err
		}
		err = k.Wallets.UpdateMany(ctx, community, slots, func(n int, pg *pages.Page, i int) error {
			state.WalletForm.Write(pg, i, group[n].Wallet)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initEpochs(ctx context.Context, g types.GenesisState) error {
	type epoch struct{ community, number uint64 } // collections.Pair compares pointers
	for of, group := range lists.Runs(g.Intervals, func(i *types.IntervalState) epoch { return epoch{i.Community, i.Epoch} }) {
		slots := make([]uint64, len(group))
		for i := range group {
			slots[i] = group[i].Slot
		}
		key := collections.Join(of.community, of.number)
		err := k.Intervals.UpdateMany(ctx, key, slots, func(n int, pg *pages.Page, i int) error {
			state.IntervalForm.Write(pg, i, group[n].Interval)
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, s := range g.Settlements {
		if err := k.SetSettlement(ctx, s); err != nil {
			return err
		}
		if s.IsUnsettled() {
			if err := k.Unsettled.Set(ctx, collections.Join(s.Community, s.Epoch)); err != nil {
				return err
			}
		}
	}
	for _, p := range g.Prefixes {
		if err := k.Prefixes.Set(ctx, collections.Join(p.Community, p.Epoch), p.Page, p.Prefix); err != nil {
			return err
		}
	}
	return nil
}
