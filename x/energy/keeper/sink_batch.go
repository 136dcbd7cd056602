package keeper

import (
	"cmp"
	"context"
	"slices"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/pages"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// batch is the readings of one community in one batch. Each page and record is loaded and stored once, however many
// readings it serves.
type batch struct {
	*Keeper
	community types.Community
	params    types.Params
	now       int64
	latest    types.Terms // of all terms
	terms     types.Terms // of the epoch looked at
	booked    booked      // energy that is never netted
	changed   bool        // whether the community has to be stored
}

// booked is grid energy, reading by reading.
type booked struct {
	slots            []uint64
	imports, exports []uint64
	readings         uint64
}

func (b *booked) add(slot, imported, exported uint64) {
	b.slots = append(b.slots, slot)
	b.imports = append(b.imports, imported)
	b.exports = append(b.exports, exported)
}

// applyToCommunity counts readings that are sorted by time.
func (k *Keeper) applyToCommunity(ctx context.Context, id uint64, readings []meteridtypes.AcceptedReading) error {
	community, err := k.community(ctx, id)
	if err != nil {
		return err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	b := &batch{Keeper: k, community: community, params: params, now: sdk.UnwrapSDKContext(ctx).BlockTime().Unix()}

	takesPart, err := b.takesPart(ctx, readings)
	if err != nil {
		return err
	}
	epochOf := func(r *meteridtypes.AcceptedReading) uint64 { return community.EpochAt(r.To - 1) }
	for len(readings) > 0 {
		n := runOf(readings, epochOf)
		if err := b.applyToEpoch(ctx, epochOf(&readings[0]), readings[:n], takesPart[:n]); err != nil {
			return err
		}
		readings, takesPart = readings[n:], takesPart[n:]
	}
	return b.finish(ctx)
}

// takesPart finds for each reading whether its member takes part in the epoch in which it ends. Readings of others are not
// the community's business.
func (b *batch) takesPart(ctx context.Context, readings []meteridtypes.AcceptedReading) ([]bool, error) {
	bySlot := make([]int, len(readings))
	for i := range bySlot {
		bySlot[i] = i
	}
	slices.SortFunc(bySlot, func(i, j int) int { return cmp.Compare(readings[i].Slot, readings[j].Slot) })

	takesPart := make([]bool, len(readings))
	var pg pages.Page
	loaded := ^uint64(0)
	for _, i := range bySlot {
		r := &readings[i]
		if page := r.Slot / pages.Size; page != loaded {
			if err := b.seats.Load(ctx, b.community.Id, page, &pg); err != nil {
				return nil, err
			}
			loaded = page
		}
		slot := int(r.Slot % pages.Size) //nolint:gosec // below pages.Size
		if !pg.Has(slot) {
			return nil, types.ErrMemberNotFound.Wrapf("community %d: expected the slot of a member, got %d, to which meter %d is bound",
				b.community.Id, r.Slot, r.Meter)
		}
		seat := types.Seat{FromEpoch: pg.At(seatFrom, slot), ToEpoch: pg.At(seatTo, slot)}
		takesPart[i] = seat.IsActiveIn(b.community.EpochAt(r.To - 1))
	}
	return takesPart, nil
}

// applyToEpoch counts readings that end in one epoch.
func (b *batch) applyToEpoch(ctx context.Context, epoch uint64, readings []meteridtypes.AcceptedReading, takesPart []bool) error {
	if !slices.Contains(takesPart, true) {
		return nil
	}
	settlement, kept, err := b.settlementFor(ctx, epoch)
	if err != nil {
		return err
	}
	nets := kept && settlement.Status == types.SETTLEMENT_STATUS_OPEN && !b.community.IsClosedIn(epoch)
	if nets {
		if nets, err = b.isNetted(ctx, epoch); err != nil {
			return err
		}
	}

	first := len(b.booked.slots)
	var counted []*meteridtypes.AcceptedReading
	start := b.community.EpochStart(epoch)
	for i := range readings {
		r := &readings[i]
		switch {
		case !takesPart[i]:
		case nets && r.From >= start:
			counted = append(counted, r)
		default:
			b.booked.add(r.Slot, r.Import, r.Export)
			b.booked.readings++
		}
	}
	if err := b.fillIntervals(ctx, epoch, counted); err != nil {
		return err
	}
	if !kept || len(b.booked.slots) == first {
		return nil
	}
	b.bookUnnetted(&settlement, first)
	return b.setSettlement(ctx, settlement)
}

// settlementFor is the settlement of an epoch, opened if that is still possible; else kept is false.
func (b *batch) settlementFor(ctx context.Context, epoch uint64) (s types.Settlement, kept bool, err error) {
	s, kept, err = b.settlement(ctx, b.community.Id, epoch)
	if err != nil || kept || !isOpenable(b.community, epoch, b.now, b.params) {
		return s, kept, err
	}
	if known, err := b.lookUpTerms(ctx, epoch); err != nil || !known {
		return types.Settlement{}, false, err
	}
	s, err = b.openSettlement(ctx, b.community, epoch, b.now, b.params)
	return s, err == nil, err
}

// isNetted reports whether the terms of the epoch say so.
func (b *batch) isNetted(ctx context.Context, epoch uint64) (bool, error) {
	known, err := b.lookUpTerms(ctx, epoch)
	return known && !b.terms.Paused, err
}

// lookUpTerms makes the terms of an epoch b.terms and reports whether they are kept. The latest terms of all, which are
// looked up first, serve every epoch since they began.
func (b *batch) lookUpTerms(ctx context.Context, epoch uint64) (known bool, err error) {
	if b.latest.Key == types.ALLOCATION_KEY_UNSPECIFIED {
		if b.latest, known, err = b.termsIn(ctx, b.community.Id, ^uint64(0)); err != nil || !known {
			return false, err
		}
	}
	if b.terms = b.latest; b.latest.FromEpoch <= epoch {
		return true, nil
	}
	b.terms, known, err = b.termsIn(ctx, b.community.Id, epoch)
	return known, err
}

// fillIntervals adds what was reported. An epoch holds at most netting.MaxEnergy a register; the excess is grid energy.
func (b *batch) fillIntervals(ctx context.Context, epoch uint64, counted []*meteridtypes.AcceptedReading) error {
	if len(counted) == 0 {
		return nil
	}
	slots := make([]uint64, len(counted))
	for i, r := range counted {
		slots[i] = r.Slot
	}
	key := collections.Join(b.community.Id, epoch)
	return b.intervals.UpdateMany(ctx, key, slots, func(n int, pg *pages.Page, i int) error {
		r := counted[n]
		pg.Put(i)
		_, importOver := fill(pg.Col(intervalImport), i, r.Import)
		exported, exportOver := fill(pg.Col(intervalExport), i, r.Export)
		if exported > 0 && !r.Renewable {
			pg.Col(intervalWithheld)[i] += exported
		}
		if importOver > 0 || exportOver > 0 {
			b.booked.add(r.Slot, importOver, exportOver)
			b.booked.readings++
		}
		return nil
	})
}

// fill adds an amount to a column up to the most that an interval holds.
func fill(column []uint64, i int, amount uint64) (added, over uint64) {
	added = min(amount, netting.MaxEnergy-column[i])
	column[i] += added
	return added, amount - added
}

// bookUnnetted adds what was booked since the first entry to the settlement of its epoch.
func (b *batch) bookUnnetted(s *types.Settlement, first int) {
	var imported, exported uint64
	for i := first; i < len(b.booked.slots); i++ {
		imported = addUpTo(imported, b.booked.imports[i])
		exported = addUpTo(exported, b.booked.exports[i])
	}
	s.UnnettedImportWh = addUpTo(s.UnnettedImportWh, imported)
	s.UnnettedExportWh = addUpTo(s.UnnettedExportWh, exported)
	s.FromGridWh = addUpTo(s.FromGridWh, imported)
	s.ToGridWh = addUpTo(s.ToGridWh, exported)
	if s.Status == types.SETTLEMENT_STATUS_SETTLED && (imported > 0 || exported > 0) {
		b.community.Totals.FromGridWh = addUpTo(b.community.Totals.FromGridWh, imported)
		b.community.Totals.ToGridWh = addUpTo(b.community.Totals.ToGridWh, exported)
		b.changed = true
	}
}

// finish books grid energy in the wallets and announces it.
func (b *batch) finish(ctx context.Context) error {
	if b.changed {
		if err := b.setCommunity(ctx, b.community); err != nil {
			return err
		}
	}
	if len(b.booked.slots) == 0 {
		return nil
	}
	var imports, exports uint64
	err := b.wallets.UpdateMany(ctx, b.community.Id, b.booked.slots, func(n int, pg *pages.Page, i int) error {
		imported, exported := b.booked.imports[n], b.booked.exports[n]
		addToColumn(pg, walletFromGrid, i, imported)
		addToColumn(pg, walletToGrid, i, exported)
		imports = addUpTo(imports, imported)
		exports = addUpTo(exports, exported)
		return nil
	})
	if err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(
		types.NewEventGridEnergyBooked(b.community.Id, b.booked.readings, imports, exports))
}

// addToColumn adds to a sum that is only told. A column to which nothing is added stays closed.
func addToColumn(pg *pages.Page, column, i int, amount uint64) {
	if amount > 0 {
		pg.Col(column)[i] = addUpTo(pg.Col(column)[i], amount)
	}
}
