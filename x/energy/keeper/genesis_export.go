package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/due"
)

// ExportGenesis reads the whole state. Maps are walked in the order of their keys, so every list is sorted.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	g := &types.GenesisState{}
	var err error
	if g.Params, err = k.params.Get(ctx); err != nil {
		return nil, err
	}
	if g.NextCommunity, err = k.nextCommunity.Peek(ctx); err != nil {
		return nil, err
	}
	if err := k.exportCommunities(ctx, g); err != nil {
		return nil, err
	}
	if err := k.exportMembers(ctx, g); err != nil {
		return nil, err
	}
	if err := k.exportEpochs(ctx, g); err != nil {
		return nil, err
	}
	return g, k.exportWork(ctx, g)
}

func (k *Keeper) exportCommunities(ctx context.Context, g *types.GenesisState) error {
	err := k.communities.Walk(ctx, nil, func(_ uint64, c types.Community) (bool, error) {
		g.Communities = append(g.Communities, c)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.terms.Walk(ctx, nil, func(key pair, t types.Terms) (bool, error) {
		g.Terms = append(g.Terms, types.CommunityTerms{Community: key.K1(), Terms: t})
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.applications.Walk(ctx, nil, func(_ uint64, a types.Application) (bool, error) {
		g.Applications = append(g.Applications, a)
		return false, nil
	})
}

// exportMembers joins members, seats and wallets: all three are in the order of community and slot.
func (k *Keeper) exportMembers(ctx context.Context, g *types.GenesisState) error {
	err := k.members.Walk(ctx, nil, func(_ pair, m types.Member) (bool, error) {
		g.Members = append(g.Members, types.MemberState{Member: m})
		return false, nil
	})
	if err != nil {
		return err
	}
	seats, wallets := 0, 0
	err = k.seats.WalkAll(ctx, func(community, slot uint64, s types.Seat) (bool, error) {
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
	return k.wallets.WalkAll(ctx, func(community, slot uint64, w types.Wallet) (bool, error) {
		m, err := nextMember(g.Members, wallets, "wallet", community, slot)
		if err != nil {
			return true, err
		}
		m.Wallet = w
		wallets++
		return false, nil
	})
}

func nextMember(members []types.MemberState, i int, what string, community, slot uint64) (*types.MemberState, error) {
	if i >= len(members) || members[i].Member.Community != community || members[i].Member.Slot != slot {
		return nil, types.ErrInvariantBroken.Wrapf("community %d: expected a member for each %s, got none in slot %d", community, what, slot)
	}
	return &members[i], nil
}

func (k *Keeper) exportEpochs(ctx context.Context, g *types.GenesisState) error {
	err := k.intervals.WalkAll(ctx, func(key pair, slot uint64, i types.Interval) (bool, error) {
		g.Intervals = append(g.Intervals, types.IntervalState{Community: key.K1(), Epoch: key.K2(), Slot: slot, Interval: i})
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.settlements.Walk(ctx, nil, func(_ pair, s types.Settlement) (bool, error) {
		g.Settlements = append(g.Settlements, s)
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.prefixes.WalkAll(ctx, func(key pair, page uint64, p types.Prefix) (bool, error) {
		g.Prefixes = append(g.Prefixes, types.PrefixState{Community: key.K1(), Epoch: key.K2(), Page: page, Prefix: p})
		return false, nil
	})
}

func (k *Keeper) exportWork(ctx context.Context, g *types.GenesisState) error {
	err := k.cursors.Walk(ctx, nil, func(_ uint64, c types.Cursor) (bool, error) {
		g.Cursors = append(g.Cursors, c)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.due.Walk(ctx, func(it due.Item[pair]) (bool, error) {
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
