package netting

import "github.com/utilityd/utilityd/x/internal/apportion"

// Ground is the kind of arithmetic behind a share.
type Ground uint8

const (
	// NothingToShare: the member has no side, or nothing is netted.
	NothingToShare Ground = iota
	// InFull: the member's side is the scarce one, so it has its own amount.
	InFull
	// ByCut: share = High − Low, the two cuts around the member's weight.
	ByCut
	// ByEntitlement: as ByCut, but not more than the demand.
	ByEntitlement
	// ByPercent: the member's amount counted in whole percents of its side, and as many percents of the other side.
	ByPercent
	// InTurn: first in, first served.
	InTurn
)

// Why explains a share so that it can be checked by hand. The numbers of the division are 0 unless the ground is ByCut or
// ByEntitlement; then Low = floor((Total·Prefix + Offset) / Weight) and High the same with Prefix + Own.
type Why struct {
	Ground Ground
	Share  uint64 // Wh given or taken

	Total  uint64 // what is shared, Wh
	Weight uint64 // sum of all weights
	Offset uint64 // of the epoch
	Prefix uint64 // weights before
	Own    uint64 // the member's weight
	Low    uint64
	High   uint64
}

// Why explains the share that Next returns at p.
func (r *Rule) Why(p Prefix, s Side) Why {
	at := p
	give, take := r.Next(&at, s)
	share := give + take
	switch {
	case r.netted == 0 || s.Supply == 0 && s.Demand == 0:
		return Why{}
	case r.key == Percent && r.supplyIsGreater() == (s.Supply > 0):
		return Why{Ground: ByPercent, Share: share}
	case r.key == Percent:
		return Why{Ground: InTurn, Share: share}
	case s.Supply > 0:
		return because(r.gives, p.Supply, s.Supply, share)
	case r.key == Static:
		return cuts(ByEntitlement, r.takes, p.Weight, s.Weight, share)
	}
	return because(r.takes, p.Demand, s.Demand, share)
}

// because explains a share of M: the scarce side has it in full.
func because(d apportion.Division, prefix, own, share uint64) Why {
	if d.Total() == d.Weight() {
		return Why{Ground: InFull, Share: share}
	}
	return cuts(ByCut, d, prefix, own, share)
}

func cuts(ground Ground, d apportion.Division, prefix, own, share uint64) Why {
	return Why{
		Ground: ground, Share: share,
		Total: d.Total(), Weight: d.Weight(), Offset: d.Offset(),
		Prefix: prefix, Own: own, Low: d.Cut(prefix), High: d.Cut(prefix + own),
	}
}
