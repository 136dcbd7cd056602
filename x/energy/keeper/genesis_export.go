package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// ExportGenesis returns the whole state. Maps are read in the order of their keys, so every list is sorted.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	g := &types.GenesisState{}
	return g, lists.Export(ctx,
		lists.Value(&g.Params, k.Params.Get),
		lists.Value(&g.NextCommunity, k.NextCommunity.Peek),
		lists.Values(&g.Communities, k.Communities),
		lists.Entries(&g.Terms, k.Terms, termsOf),
		lists.Values(&g.Applications, k.Applications),
		func(ctx context.Context) error { return k.exportMembers(ctx, g) },
		func(ctx context.Context) error { return k.exportEpochs(ctx, g) },
		lists.Values(&g.Cursors, k.Cursors),
	)
}

func termsOf(key state.EpochKey, t types.Terms) types.CommunityTerms {
	return types.CommunityTerms{Community: key.K1(), Terms: t}
}

// exportMembers joins members, seats and wallets: all three are in the order of community and slot.
func (k *Keeper) exportMembers(ctx context.Context, g *types.GenesisState) error {
	memberOf := func(_ state.SlotKey, m types.Member) types.MemberState { return types.MemberState{Member: m} }
	if err := lists.Entries(&g.Members, k.Members, memberOf)(ctx); err != nil {
		return err
	}
	seats, wallets := 0, 0
	err := k.Seats.WalkAll(ctx, func(community, slot uint64, s types.Seat) (bool, error) {
		m, err := nextMember(g.Members, seats, "seat", community, slot)
		if err != nil {
			return true, err
		}
		m.Seat = s
		seats++
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.Wallets.WalkAll(ctx, func(community, slot uint64, w types.Wallet) (bool, error) {
		m, err := nextMember(g.Members, wallets, "wallet", community, slot)
		if err != nil {
			return true, err
		}
		m.Wallet = w
		wallets++
		return false, nil
	})
}

func nextMember(members []types.MemberState, i int, record string, community, slot uint64) (*types.MemberState, error) {
	if i >= len(members) || members[i].Member.Community != community || members[i].Member.Slot != slot {
		return nil, types.ErrInvariantBroken.Wrapf("community %d: expected a member for each %s, got none in slot %d", community, record, slot)
	}
	return &members[i], nil
}

func (k *Keeper) exportEpochs(ctx context.Context, g *types.GenesisState) error {
	err := k.Intervals.WalkAll(ctx, func(key state.EpochKey, slot uint64, i types.Interval) (bool, error) {
		g.Intervals = append(g.Intervals, types.IntervalState{Community: key.K1(), Epoch: key.K2(), Slot: slot, Interval: i})
		return false, nil
	})
	if err != nil {
		return err
	}
	if err := lists.Values(&g.Settlements, k.Settlements)(ctx); err != nil {
		return err
	}
	return k.Prefixes.WalkAll(ctx, func(key state.EpochKey, page uint64, p types.Prefix) (bool, error) {
		g.Prefixes = append(g.Prefixes, types.PrefixState{Community: key.K1(), Epoch: key.K2(), Page: page, Prefix: p})
		return false, nil
	})
}
