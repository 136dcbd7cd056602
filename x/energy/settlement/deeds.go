package settlement

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/pages"
)

// shareIterator iterates over the shares of one side of a settled epoch in slot order. Laid end to end, each is a range of
// Wh.
type shareIterator struct {
	k         *Settler
	key       state.EpochKey
	gives     bool
	pageCount uint64 // pages of slots
	page      uint64
	pg        *pages.Page
	slot      int       // next slot on the page
	sum       uint64    // Wh of the slots before it
	current   slotRange // last range that next returned
}

// slotRange is the range [from, to) of Wh of a slot.
type slotRange struct {
	slot     uint64
	from, to uint64
}

// sharesFrom returns an iterator that starts at the page with the given Wh, which it finds by binary search in the prefixes.
func (k *Settler) sharesFrom(ctx context.Context, s types.Settlement, gives bool, wh uint64) (*shareIterator, error) {
	l := &shareIterator{k: k, key: collections.Join(s.Community, s.Epoch), gives: gives}
	community, err := k.Community(ctx, s.Community)
	if err != nil {
		return nil, err
	}
	l.pageCount = pagesOf(community)

	low, high := uint64(0), l.pageCount // the page is in [low, high)
	for high-low > 1 {
		middle := (low + high) / 2
		before, err := l.sumBefore(ctx, s, middle)
		if err != nil {
			return nil, err
		}
		if before <= wh {
			low = middle
		} else {
			high = middle
		}
	}
	l.page = low
	if l.sum, err = l.sumBefore(ctx, s, low); err != nil {
		return nil, err
	}
	return l, nil
}

// sumBefore returns the Wh of the slots before a page.
func (l *shareIterator) sumBefore(ctx context.Context, s types.Settlement, page uint64) (uint64, error) {
	p, err := l.k.BeforePage(ctx, s, page)
	if l.gives {
		return p.GivenWh, err
	}
	return p.TakenWh, err
}

// next moves to the next range that ends after a Wh; it returns false after the last range.
func (l *shareIterator) next(ctx context.Context, behind uint64) (bool, error) {
	for l.page < l.pageCount {
		if l.pg == nil {
			pg, err := l.k.Intervals.Page(ctx, l.key, l.page)
			if err != nil {
				return false, err
			}
			l.pg, l.slot = pg, 0
		}
		for ; l.slot < l.pg.Len(); l.slot++ {
			share := l.share()
			if share == 0 {
				continue
			}
			from := l.sum
			l.sum += share
			if l.sum > behind {
				l.current = slotRange{slot: l.page*pages.Size + uint64(l.slot), from: from, to: l.sum} //nolint:gosec // an index
				l.slot++
				return true, nil
			}
		}
		l.page, l.pg = l.page+1, nil
	}
	return false, nil
}

// share returns the share of the next slot on this side.
func (l *shareIterator) share() uint64 {
	if l.pg.At(state.IntervalShared, l.slot) == 0 {
		return 0
	}
	give, take := SharesOf(state.IntervalForm.Read(l.pg, l.slot))
	if l.gives {
		return give
	}
	return take
}

// DeedsIn returns the deeds in the range [from, to) of Wh of an epoch, at most limit of them, and the start of the next one,
// or to after the last.
func (k *Settler) DeedsIn(ctx context.Context, s types.Settlement, from, to, limit uint64) (deeds []types.Deed, next uint64, err error) {
	givers, err := k.sharesFrom(ctx, s, true, from)
	if err != nil {
		return nil, 0, err
	}
	takers, err := k.sharesFrom(ctx, s, false, from)
	if err != nil {
		return nil, 0, err
	}
	for at := from; at < to; {
		if uint64(len(deeds)) == limit {
			return deeds, at, nil
		}
		for _, l := range []*shareIterator{givers, takers} {
			if l.current.to > at {
				continue
			}
			if found, err := l.next(ctx, at); err != nil || !found {
				return nil, 0, missingShares(s, at, err)
			}
		}
		end := min(givers.current.to, takers.current.to, to)
		deeds = append(deeds, types.Deed{FromSlot: givers.current.slot, ToSlot: takers.current.slot, EnergyWh: end - at})
		at = end
	}
	return deeds, to, nil
}

// missingShares returns the error of an iterator, or a broken invariant: the shares end before what was netted.
func missingShares(s types.Settlement, at uint64, err error) error {
	if err != nil {
		return err
	}
	return types.ErrInvariantBroken.Wrapf("community %d, epoch %d: expected shares up to %d Wh, got %d",
		s.Community, s.Epoch, s.NettedWh, at)
}
