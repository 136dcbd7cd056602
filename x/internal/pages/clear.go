package pages

import (
	"context"

	"cosmossdk.io/collections"
)

// Clear removes at most maxPages pages of the prefix, the lowest first. removed is how many it removed and more
// whether any are left: pruning is spread over calls, and blocks, by its budget.
func (m Map[P, V]) Clear(ctx context.Context, p P, maxPages int) (removed int, more bool, err error) {
	keys, more, err := m.lowest(ctx, p, maxPages)
	if err != nil {
		return 0, false, err
	}
	for _, key := range keys {
		if err := m.pages.Remove(ctx, key); err != nil {
			return removed, true, err
		}
		removed++
	}
	return removed, more, nil
}

// lowest returns the keys of the first pages of the prefix, at most limit, and whether there are others.
func (m Map[P, V]) lowest(ctx context.Context, p P, limit int) (keys []collections.Pair[P, uint64], more bool, err error) {
	iter, err := m.pages.Iterate(ctx, collections.NewPrefixedPairRange[P, uint64](p))
	if err != nil {
		return nil, false, err
	}
	defer iter.Close()
	for ; iter.Valid() && len(keys) < limit; iter.Next() {
		key, err := iter.Key()
		if err != nil {
			return nil, false, err
		}
		keys = append(keys, key)
	}
	return keys, iter.Valid(), nil
}
