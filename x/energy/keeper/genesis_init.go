package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/pages"
)

// InitGenesis writes a whole state into an empty store. Indexes are made, not imported.
func (k *Keeper) InitGenesis(ctx context.Context, g types.GenesisState) error {
	if err := g.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	if err := k.nextCommunity.Set(ctx, g.NextCommunity); err != nil {
		return err
	}
	for _, c := range g.Communities {
		if err := k.setCommunity(ctx, c); err != nil {
			return err
		}
	}
	for _, t := range g.Terms {
		if err := k.setTerms(ctx, t.Community, t.Terms); err != nil {
			return err
		}
	}
	for _, a := range g.Applications {
		if err := k.setApplication(ctx, a); err != nil {
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
		if err := k.cursors.Set(ctx, c.Community, c); err != nil {
			return err
		}
	}
	return k.checkWork(sdk.UnwrapSDKContext(ctx))
}

func (k *Keeper) initMembers(ctx context.Context, members []types.MemberState) error {
	for len(members) > 0 {
		n := runLength(members, func(m *types.MemberState) uint64 { return m.Member.Community })
		group, community := members[:n], members[0].Member.Community
		members = members[n:]

		slots := make([]uint64, n)
		for i, m := range group {
			slots[i] = m.Member.Slot
			address, err := k.account("account", m.Member.Account)
			if err != nil {
				return err
			}
			if err := k.setMember(ctx, m.Member); err != nil {
				return err
			}
			if err := k.accounts.Set(ctx, collections.Join3(address.Bytes, community, m.Member.Slot)); err != nil {
				return err
			}
		}
		err := k.seats.UpdateMany(ctx, community, slots, func(n int, pg *pages.Page, i int) error {
			putRecord(pg, i, seatForm, group[n].Seat)
			return nil
		})
		if err != nil {
			return err
		}
		err = k.wallets.UpdateMany(ctx, community, slots, func(n int, pg *pages.Page, i int) error {
			putRecord(pg, i, walletForm, group[n].Wallet)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initEpochs(ctx context.Context, g types.GenesisState) error {
	for intervals := g.Intervals; len(intervals) > 0; {
		n := runLength(intervals, func(i *types.IntervalState) pair { return collections.Join(i.Community, i.Epoch) })
		group := intervals[:n]
		intervals = intervals[n:]

		slots := make([]uint64, n)
		for i := range group {
			slots[i] = group[i].Slot
		}
		key := collections.Join(group[0].Community, group[0].Epoch)
		err := k.intervals.UpdateMany(ctx, key, slots, func(n int, pg *pages.Page, i int) error {
			putRecord(pg, i, intervalForm, group[n].Interval)
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, s := range g.Settlements {
		if err := k.setSettlement(ctx, s); err != nil {
			return err
		}
		if s.IsUnsettled() {
			if err := k.unsettled.Set(ctx, collections.Join(s.Community, s.Epoch)); err != nil {
				return err
			}
		}
	}
	for _, p := range g.Prefixes {
		if err := k.prefixes.Set(ctx, collections.Join(p.Community, p.Epoch), p.Page, p.Prefix); err != nil {
			return err
		}
	}
	return nil
}

// putRecord writes a record into slot i of a page.
func putRecord[V any](pg *pages.Page, i int, form pages.Record[V], v V) {
	row := make([]uint64, form.Columns)
	form.Encode(v, row)
	pg.Put(i)
	for c, x := range row {
		pg.Col(c)[i] = x
	}
}

// runLength is how many elements at the beginning have one key.
func runLength[T any, K comparable](all []T, key func(*T) K) int {
	n := 1
	for n < len(all) && key(&all[n]) == key(&all[0]) {
		n++
	}
	return n
}
