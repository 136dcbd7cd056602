package keeper

import (
	"cmp"
	"context"
	"slices"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/pages"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// placed is a reading and where it belongs.
type placed struct {
	*meteridtypes.AcceptedReading

	epoch     uint64
	reports   bool // whether it is a report of the epoch, to the tolerance of its terms
	takesPart bool // whether its member takes part in the epoch; a reading of another is not the community's business
}

// remark is the first reason for which the reading is not netted: its own ones before that of its epoch.
func (p *placed) remark(obstacle meteridtypes.ReadingRemark) meteridtypes.ReadingRemark {
	switch {
	case !p.takesPart:
		return meteridtypes.READING_REMARK_NOT_A_MEMBER
	case !p.reports:
		return meteridtypes.READING_REMARK_SPANS_EPOCHS
	default:
		return obstacle
	}
}

// place finds where readings belong, which are sorted by time. It returns them by epoch, those of one epoch as they came: a late
// reading of an epoch may come after an early one of the next.
func (b *batch) place(ctx context.Context, readings []meteridtypes.AcceptedReading) ([]placed, error) {
	tolerance := func(epoch uint64) (int64, error) {
		terms, _, err := b.termsFor(ctx, epoch) // none where terms are no longer kept
		return terms.BorderTolerance(), err
	}
	all := make([]placed, len(readings))
	for i := range readings {
		r := &readings[i]
		epoch, reports, err := b.community.EpochOf(r.From, r.To, tolerance)
		if err != nil {
			return nil, err
		}
		all[i] = placed{AcceptedReading: r, epoch: epoch, reports: reports}
	}
	if err := b.findMembers(ctx, all); err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.epoch, b.epoch) })
	return all, nil
}

// findMembers finds for each reading whether its member takes part in the epoch.
func (b *batch) findMembers(ctx context.Context, all []placed) error {
	bySlot := make([]int, len(all))
	for i := range bySlot {
		bySlot[i] = i
	}
	slices.SortFunc(bySlot, func(i, j int) int { return cmp.Compare(all[i].Slot, all[j].Slot) })

	var pg pages.Page
	loaded := ^uint64(0)
	for _, i := range bySlot {
		r := &all[i]
		if page := r.Slot / pages.Size; page != loaded {
			if err := b.Seats.Load(ctx, b.community.Id, page, &pg); err != nil {
				return err
			}
			loaded = page
		}
		slot := int(r.Slot % pages.Size) //nolint:gosec // below pages.Size
		if !pg.Has(slot) {
			return types.ErrMemberNotFound.Wrapf("community %d: expected the slot of a member, got %d, to which meter %d is bound",
				b.community.Id, r.Slot, r.Meter)
		}
		seat := types.Seat{FromEpoch: pg.At(state.SeatFrom, slot), ToEpoch: pg.At(state.SeatTo, slot)}
		r.takesPart = seat.IsActiveIn(r.epoch)
	}
	return nil
}

// termsOfAnEpoch are terms, if they are still kept.
type termsOfAnEpoch struct {
	types.Terms
	known bool
}

// termsFor are the terms of an epoch, and whether they are kept. The latest terms of all, which are looked up first, serve every
// epoch since they began; those of an older one are looked up once.
func (b *batch) termsFor(ctx context.Context, epoch uint64) (_ types.Terms, known bool, err error) {
	if b.latest.Key == types.ALLOCATION_KEY_UNSPECIFIED {
		if b.latest, known, err = b.TermsIn(ctx, b.community.Id, ^uint64(0)); err != nil || !known {
			return types.Terms{}, false, err
		}
		b.older = make(map[uint64]termsOfAnEpoch)
	}
	if b.latest.FromEpoch <= epoch {
		return b.latest, true, nil
	}
	found, looked := b.older[epoch]
	if !looked {
		if found.Terms, found.known, err = b.TermsIn(ctx, b.community.Id, epoch); err != nil {
			return types.Terms{}, false, err
		}
		b.older[epoch] = found
	}
	return found.Terms, found.known, nil
}
