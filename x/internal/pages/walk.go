package pages

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"
)

// Walk calls fn for the records of the prefix in ascending order until it stops or fails. fn must not write to the
// store.
func (m Map[P, V]) Walk(ctx context.Context, p P, fn func(n uint64, v V) (stop bool, err error)) error {
	return m.WalkFrom(ctx, p, 0, fn)
}

// WalkFrom is Walk from record from on, which is included.
func (m Map[P, V]) WalkFrom(ctx context.Context, p P, from uint64, fn func(n uint64, v V) (stop bool, err error)) error {
	first, slot := m.locate(from)
	return m.WalkPages(ctx, p, first, func(page uint64, pg *Page) (bool, error) {
		if page != first {
			slot = 0
		}
		return m.walkPage(page, pg, slot, fn)
	})
}

// WalkAll calls fn for the records of all prefixes, ordered by the bytes of the prefix and then by number.
func (m Map[P, V]) WalkAll(ctx context.Context, fn func(p P, n uint64, v V) (stop bool, err error)) error {
	return m.walkRange(ctx, nil, func(p P, page uint64, pg *Page) (bool, error) {
		return m.walkPage(page, pg, 0, func(n uint64, v V) (bool, error) {
			return fn(p, n, v)
		})
	})
}

// WalkPages calls fn for the stored pages of the prefix from page from on, in ascending order. pg is valid during the
// call only, and fn must not write to the store.
func (m Map[P, V]) WalkPages(ctx context.Context, p P, from uint64, fn func(page uint64, pg *Page) (stop bool, err error)) error {
	ranger := collections.NewPrefixedPairRange[P, uint64](p).StartInclusive(from)
	return m.walkRange(ctx, ranger, func(_ P, page uint64, pg *Page) (bool, error) {
		return fn(page, pg)
	})
}

func (m Map[P, V]) walkRange(
	ctx context.Context,
	ranger collections.Ranger[collections.Pair[P, uint64]],
	fn func(p P, page uint64, pg *Page) (stop bool, err error),
) error {
	pg := m.spare.Get().(*Page)
	defer m.release(pg)
	return m.pages.Walk(ctx, ranger, func(key collections.Pair[P, uint64], bz []byte) (bool, error) {
		if err := pg.decode(m.shape, bz); err != nil {
			return true, fmt.Errorf("page %d of %s: %w", key.K2(), m.pages.GetName(), err)
		}
		return fn(key.K1(), key.K2(), pg)
	})
}

func (m Map[P, V]) walkPage(page uint64, pg *Page, slot int, fn func(n uint64, v V) (stop bool, err error)) (bool, error) {
	for i := slot; i < pg.Len(); i++ {
		if !pg.Has(i) {
			continue
		}
		stop, err := fn(m.number(page, i), m.rec.Decode(pg.read(i)))
		if stop || err != nil {
			return true, err
		}
	}
	return false, nil
}
