package settlement

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/pages"
)

// line is one side of a settled epoch, laid end to end: an iterator over the ranges of those who gave, or took.
type line struct {
	k       *Settler
	key     state.Pair
	gives   bool
	count   uint64 // of pages
	page    uint64
	pg      *pages.Page
	slot    int    // next slot of the page
	at      uint64 // Wh before it
	present member // the last range that next found
}

// member is a range [from, to) of Wh that belongs to a slot.
type member struct {
	slot     uint64
	from, to uint64
}

// lineFrom is the line from the page on that holds a Wh of it, which is found by binary search in the prefixes.
func (k *Settler) lineFrom(ctx context.Context, s types.Settlement, gives bool, wh uint64) (*line, error) {
	l := &line{k: k, key: collections.Join(s.Community, s.Epoch), gives: gives}
	community, err := k.Community(ctx, s.Community)
	if err != nil {
		return nil, err
	}
	l.count = (community.Slots + pages.Size - 1) / pages.Size

	low, high := uint64(0), l.count // the page is in [low, high)
	for high-low > 1 {
		middle := (low + high) / 2
		before, err := l.before(ctx, s, middle)
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
	if l.at, err = l.before(ctx, s, low); err != nil {
		return nil, err
	}
	return l, nil
}

// before is how many Wh of the line lie before a page.
func (l *line) before(ctx context.Context, s types.Settlement, page uint64) (uint64, error) {
	p, err := l.k.PrefixBefore(ctx, s, page)
	if l.gives {
		return p.GivenWh, err
	}
	return p.TakenWh, err
}

// next finds the range after the present one that ends behind a Wh; false at the end of the line.
func (l *line) next(ctx context.Context, behind uint64) (bool, error) {
	for l.page < l.count {
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
			from := l.at
			l.at += share
			if l.at > behind {
				l.present = member{slot: l.page*pages.Size + uint64(l.slot), from: from, to: l.at} //nolint:gosec // an index
				l.slot++
				return true, nil
			}
		}
		l.page, l.pg = l.page+1, nil
	}
	return false, nil
}

// share is what the next slot gave or took on this line.
func (l *line) share() uint64 {
	if l.pg.At(state.IntervalShared, l.slot) == 0 {
		return 0
	}
	give, take := SharesOf(state.IntervalForm.Read(l.pg, l.slot))
	if l.gives {
		return give
	}
	return take
}

// DeedsIn are the deeds in [from, to) of an epoch, at most limit of them, and where the next one begins; to if none does.
func (k *Settler) DeedsIn(ctx context.Context, s types.Settlement, from, to, limit uint64) (deeds []types.Deed, next uint64, err error) {
	givers, err := k.lineFrom(ctx, s, true, from)
	if err != nil {
		return nil, 0, err
	}
	takers, err := k.lineFrom(ctx, s, false, from)
	if err != nil {
		return nil, 0, err
	}
	for at := from; at < to; {
		if uint64(len(deeds)) == limit {
			return deeds, at, nil
		}
		for _, l := range []*line{givers, takers} {
			if l.present.to > at {
				continue
			}
			if found, err := l.next(ctx, at); err != nil || !found {
				return nil, 0, endOfLine(s, at, err)
			}
		}
		end := min(givers.present.to, takers.present.to, to)
		deeds = append(deeds, types.Deed{FromSlot: givers.present.slot, ToSlot: takers.present.slot, EnergyWh: end - at})
		at = end
	}
	return deeds, to, nil
}

func endOfLine(s types.Settlement, at uint64, err error) error {
	if err != nil {
		return err
	}
	return types.ErrInvariantBroken.Wrapf("community %d, epoch %d: expected shares up to %d Wh, got %d",
		s.Community, s.Epoch, s.NettedWh, at)
}
