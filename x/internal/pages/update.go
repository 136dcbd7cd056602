package pages

import (
	"bytes"
	"cmp"
	"context"
	"slices"
)

// UpdateMany calls fn for each of the numbers with the page and the slot of its record; k is the number's place in
// numbers. Each page is loaded once and stored once, whatever the order of the numbers. Pages come in ascending order
// and the numbers of one page in the order given; a number may come twice. fn must Put the records that are new. pg is
// valid during the call only, and fn must not write to this map.
//
// Nothing is written before fn has been called for every number: an error leaves the map as it was. A page that
// comes out with the bytes it had is not written.
func (m Map[P, V]) UpdateMany(ctx context.Context, p P, numbers []uint64, fn func(k int, pg *Page, i int) error) error {
	order := m.group(numbers)
	pg := m.spare.Get().(*Page)
	defer m.release(pg)

	var writes []write
	for len(order) > 0 {
		page := order[0].page
		if err := m.Load(ctx, p, page, pg); err != nil {
			return err
		}
		for len(order) > 0 && order[0].page == page {
			if err := fn(order[0].k, pg, order[0].slot); err != nil {
				return err
			}
			order = order[1:]
		}
		bz, err := m.encode(page, pg)
		if err != nil {
			return err
		}
		if !bytes.Equal(bz, pg.stored) {
			writes = append(writes, write{page, bz})
		}
	}

	for _, w := range writes {
		if err := m.store(ctx, p, w.page, w.bz); err != nil {
			return err
		}
	}
	return nil
}

type write struct {
	page uint64
	bz   []byte
}

// visit is one call of fn to come.
type visit struct {
	page uint64
	k    int
	slot int
}

// group returns the numbers ordered by page, those of one page as they came.
func (m Map[P, V]) group(numbers []uint64) []visit {
	order := make([]visit, len(numbers))
	sorted := true
	for k, n := range numbers {
		page, slot := m.locate(n)
		order[k] = visit{page, k, slot}
		sorted = sorted && (k == 0 || order[k-1].page <= page)
	}
	if !sorted {
		slices.SortFunc(order, func(a, b visit) int {
			if c := cmp.Compare(a.page, b.page); c != 0 {
				return c
			}
			return cmp.Compare(a.k, b.k)
		})
	}
	return order
}
