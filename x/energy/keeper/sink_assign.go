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

// assigned is a reading with the epoch it belongs to.
type assigned struct {
	*meteridtypes.AcceptedReading

	epoch     uint64
	reports   bool // whether it is part of the report, within the tolerance of the terms
	takesPart bool // whether its member takes part in the epoch; other readings are ignored
}

// remark returns the first reason for which the reading is not netted: its own before that of its epoch.
func (p *assigned) remark(ofEpoch meteridtypes.ReadingRemark) meteridtypes.ReadingRemark {
	switch {
	case !p.takesPart:
		return meteridtypes.READING_REMARK_NOT_A_MEMBER
	case !p.reports:
		return meteridtypes.READING_REMARK_SPANS_EPOCHS
	default:
		return ofEpoch
	}
}

// assignEpochs finds the epoch of each reading and sorts by it, stably: a late reading of an epoch may come after an early
// one of the next.
func (b *batch) assignEpochs(ctx context.Context, readings []meteridtypes.AcceptedReading) ([]assigned, error) {
	tolerance := func(epoch uint64) (int64, error) {
		terms, _, err := b.termsFor(ctx, epoch) // no tolerance if the terms were pruned
		return terms.BorderTolerance(), err
	}
	all := make([]assigned, len(readings))
	for i := range readings {
		r := &readings[i]
		epoch, reports, err := b.community.EpochOf(r.From, r.To, tolerance)
		if err != nil {
			return nil, err
		}
		all[i] = assigned{AcceptedReading: r, epoch: epoch, reports: reports}
	}
	if err := b.checkMemberships(ctx, all); err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b assigned) int { return cmp.Compare(a.epoch, b.epoch) })
	return all, nil
}

// checkMemberships finds for each reading whether its member takes part in the epoch.
func (b *batch) checkMemberships(ctx context.Context, all []assigned) error {
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

// epochTerms are the terms of an epoch, if they are kept.
type epochTerms struct {
	types.Terms
	known bool
}

// termsFor returns the terms of an epoch, and whether they are kept. The present terms are read first and serve every epoch
// from their first one to the present; those of another epoch are read once.
func (b *batch) termsFor(ctx context.Context, epoch uint64) (_ types.Terms, known bool, err error) {
	present := b.community.EpochAt(b.now)
	if b.terms.Key == types.ALLOCATION_KEY_UNSPECIFIED {
		if b.terms, err = b.TermsIn(ctx, b.community.Id, present); err != nil {
			return types.Terms{}, false, err
		}
		b.others = make(map[uint64]epochTerms)
	}
	if b.terms.FromEpoch <= epoch && epoch <= present {
		return b.terms, true, nil
	}
	found, looked := b.others[epoch]
	if !looked {
		if found.Terms, found.known, err = b.FindTermsIn(ctx, b.community.Id, epoch); err != nil {
			return types.Terms{}, false, err
		}
		b.others[epoch] = found
	}
	return found.Terms, found.known, nil
}
