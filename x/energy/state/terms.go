package state

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/types"
)

// ReplaceTerms sets terms and forgets those that no epoch needs.
func (st *Store) ReplaceTerms(ctx context.Context, community uint64, t types.Terms, oldest uint64) error {
	if err := st.SetTerms(ctx, community, t); err != nil {
		return err
	}
	return st.pruneTerms(ctx, community, oldest)
}

// Terms that no epoch needs any more are removed when new ones are set, a few at a time.
const termsPrunedAtOnce = 16

// TermsIn are the terms that hold in an epoch: those with the latest from_epoch not after it. found is false where
// they are no longer kept.
func (st *Store) TermsIn(ctx context.Context, community, epoch uint64) (t types.Terms, found bool, err error) {
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

// NettingTerms are the terms as the pure package has them.
func NettingTerms(t types.Terms) netting.Terms {
	return netting.Terms{Key: netting.Key(t.Key), Price: t.PricePerKwh, StaticTotal: t.StaticTotalWeight} //nolint:gosec // a checked enum
}

// MustTermsIn is termsIn for epochs whose terms are always kept: present, future and unsettled ones.
func (st *Store) MustTermsIn(ctx context.Context, community, epoch uint64) (types.Terms, error) {
	t, found, err := st.TermsIn(ctx, community, epoch)
	if err == nil && !found {
		return types.Terms{}, types.ErrInvariantBroken.Wrapf("expected terms of community %d in epoch %d, got none", community, epoch)
	}
	return t, err
}

// SetTerms stores terms under the epoch from which they hold.
func (st *Store) SetTerms(ctx context.Context, community uint64, t types.Terms) error {
	return st.Terms.Set(ctx, collections.Join(community, t.FromEpoch), t)
}

// pruneTerms removes terms that hold in no epoch from oldest on.
func (st *Store) pruneTerms(ctx context.Context, community, oldest uint64) error {
	keep, found, err := st.TermsIn(ctx, community, oldest)
	if err != nil || !found {
		return err
	}
	var old []Pair
	ranger := collections.NewPrefixedPairRange[uint64, uint64](community).EndExclusive(keep.FromEpoch)
	err = st.Terms.Walk(ctx, ranger, func(key Pair, _ types.Terms) (bool, error) {
		old = append(old, key)
		return len(old) == termsPrunedAtOnce, nil
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
