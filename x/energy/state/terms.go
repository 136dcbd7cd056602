package state

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/types"
)

// AnnounceTerms stores terms that hold from an epoch after present on. They replace all that were announced for later epochs than
// the next, so that terms are known a notice ahead and at most two are coming.
func (st *Store) AnnounceTerms(ctx context.Context, community, present uint64, t types.Terms, oldest uint64) error {
	coming, err := st.ComingTerms(ctx, community, present)
	if err != nil {
		return err
	}
	for _, old := range coming {
		if old.FromEpoch == present+1 {
			continue
		}
		if err := st.Terms.Remove(ctx, collections.Join(community, old.FromEpoch)); err != nil {
			return err
		}
	}
	return st.ReplaceTerms(ctx, community, oldest, t)
}

// ReplaceTerms stores terms and prunes some of those that no epoch from oldest on needs.
func (st *Store) ReplaceTerms(ctx context.Context, community, oldest uint64, terms ...types.Terms) error {
	for _, t := range terms {
		if err := st.SetTerms(ctx, community, t); err != nil {
			return err
		}
	}
	return st.pruneTerms(ctx, community, oldest)
}

// ComingTerms returns the terms of epochs after the present one, in their order: at most those of the next epoch and announced
// ones.
func (st *Store) ComingTerms(ctx context.Context, community, present uint64) (coming []types.Terms, err error) {
	ranger := collections.NewPrefixedPairRange[uint64, uint64](community).StartExclusive(present)
	err = st.Terms.Walk(ctx, ranger, func(_ EpochKey, t types.Terms) (bool, error) {
		coming = append(coming, t)
		return false, nil
	})
	return coming, err
}

// maxTermsPruned is the maximum number of terms that are pruned when new ones are set.
const maxTermsPruned = 16

// FindTermsIn returns the terms of an epoch: those with the latest from_epoch not after it. found is false if they were
// pruned.
func (st *Store) FindTermsIn(ctx context.Context, community, epoch uint64) (t types.Terms, found bool, err error) {
	iter, err := st.Terms.Iterate(ctx, collections.NewPrefixedPairRange[uint64, uint64](community).EndInclusive(epoch).Descending())
	if err != nil {
		return types.Terms{}, false, err
	}
	defer iter.Close()
	if !iter.Valid() {
		return types.Terms{}, false, nil
	}
	t, err = iter.Value()
	return t, err == nil, err
}

// NettingTerms returns the terms in the form of package netting.
func NettingTerms(t types.Terms) netting.Terms {
	return netting.Terms{Key: netting.Key(t.Key), Price: t.PricePerKwh, StaticTotal: t.StaticTotalWeight} //nolint:gosec // a checked enum
}

// TermsIn returns the terms of a present, future or unsettled epoch. These are never pruned, so their absence is a broken
// invariant.
func (st *Store) TermsIn(ctx context.Context, community, epoch uint64) (types.Terms, error) {
	t, found, err := st.FindTermsIn(ctx, community, epoch)
	if err == nil && !found {
		return types.Terms{}, types.ErrInvariantBroken.Wrapf("expected terms of community %d in epoch %d, got none", community, epoch)
	}
	return t, err
}

// TermsFrom returns the terms of an epoch and those announced for later ones.
func (st *Store) TermsFrom(ctx context.Context, community, epoch uint64) ([]types.Terms, error) {
	t, err := st.TermsIn(ctx, community, epoch)
	if err != nil {
		return nil, err
	}
	coming, err := st.ComingTerms(ctx, community, epoch)
	return append([]types.Terms{t}, coming...), err
}

// SetTerms stores terms by their first epoch.
func (st *Store) SetTerms(ctx context.Context, community uint64, t types.Terms) error {
	return st.Terms.Set(ctx, collections.Join(community, t.FromEpoch), t)
}

// pruneTerms removes terms that no epoch from oldest on needs, maxTermsPruned at most.
func (st *Store) pruneTerms(ctx context.Context, community, oldest uint64) error {
	keep, found, err := st.FindTermsIn(ctx, community, oldest)
	if err != nil || !found {
		return err
	}
	var old []EpochKey
	ranger := collections.NewPrefixedPairRange[uint64, uint64](community).EndExclusive(keep.FromEpoch)
	err = st.Terms.Walk(ctx, ranger, func(key EpochKey, _ types.Terms) (bool, error) {
		old = append(old, key)
		return len(old) == maxTermsPruned, nil
	})
	if err != nil {
		return err
	}
	for _, key := range old {
		if err := st.Terms.Remove(ctx, key); err != nil {
			return err
		}
	}
	return nil
}
