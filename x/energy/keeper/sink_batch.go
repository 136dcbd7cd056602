package keeper

import (
	"context"
	"slices"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/internal/pages"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// batch is the readings of one community in one batch. Each page and record is loaded and stored once, however many readings
// it serves.
type batch struct {
	*Keeper
	community types.Community
	params    types.Params
	now       int64
	terms     types.Terms           // of the present epoch
	others    map[uint64]epochTerms // of epochs that the present terms do not cover
	booked    booked                // energy booked as grid energy
	changed   bool                  // whether the community must be stored
}

// booked is energy booked as grid energy, one entry for each reading.
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

// applyToCommunity counts the readings of a community, which are sorted by time.
func (k *Keeper) applyToCommunity(ctx context.Context, id uint64, readings []meteridtypes.AcceptedReading) error {
	community, err := k.Community(ctx, id)
	if err != nil {
		return err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	b := &batch{Keeper: k, community: community, params: params, now: sdk.UnwrapSDKContext(ctx).BlockTime().Unix()}

	all, err := b.assignEpochs(ctx, readings)
	if err != nil {
		return err
	}
	for epoch, run := range lists.Runs(all, func(r *assigned) uint64 { return r.epoch }) {
		if err := b.applyToEpoch(ctx, epoch, run); err != nil {
			return err
		}
	}
	return b.bookGridEnergy(ctx)
}

// applyToEpoch counts the readings of one epoch.
func (b *batch) applyToEpoch(ctx context.Context, epoch uint64, readings []assigned) error {
	if !slices.ContainsFunc(readings, func(r assigned) bool { return r.takesPart }) {
		for _, r := range readings {
			r.Remark = meteridtypes.READING_REMARK_NOT_A_MEMBER
		}
		return nil
	}
	settlement, kept, err := b.settlementFor(ctx, epoch)
	if err != nil {
		return err
	}
	ofEpoch, err := b.epochRemark(ctx, epoch, settlement, kept)
	if err != nil {
		return err
	}

	first := len(b.booked.slots)
	var counted []*meteridtypes.AcceptedReading
	for _, r := range readings {
		if r.Remark = r.remark(ofEpoch); r.Remark == meteridtypes.READING_REMARK_UNSPECIFIED {
			counted = append(counted, r.AcceptedReading)
			continue
		}
		if r.takesPart {
			b.booked.add(r.Slot, r.Import, r.Export)
			b.booked.readings++
		}
	}
	if err := b.addToIntervals(ctx, epoch, counted); err != nil {
		return err
	}
	if !kept || len(b.booked.slots) == first {
		return nil
	}
	b.bookUnnetted(&settlement, first)
	return b.SetSettlement(ctx, settlement)
}

// settlementFor returns the settlement of an epoch, and opens it if that is still possible; otherwise kept is false.
func (b *batch) settlementFor(ctx context.Context, epoch uint64) (s types.Settlement, kept bool, err error) {
	s, kept, err = b.FindSettlement(ctx, b.community.Id, epoch)
	if err != nil || kept || !state.IsOpenable(b.community, epoch, b.now, b.params) {
		return s, kept, err
	}
	terms, known, err := b.termsFor(ctx, epoch)
	if err != nil || !known {
		return types.Settlement{}, false, err
	}
	s, err = b.OpenSettlement(ctx, b.community, terms, epoch, b.now, b.params)
	return s, err == nil, err
}

// epochRemark returns the remark for readings of an epoch that nets none of them, or unspecified. A pause is checked first: a
// reading of a paused epoch would not have been netted in time either.
func (b *batch) epochRemark(
	ctx context.Context, epoch uint64, s types.Settlement, kept bool,
) (meteridtypes.ReadingRemark, error) {
	terms, known, err := b.termsFor(ctx, epoch)
	switch {
	case err != nil:
		return 0, err
	case known && terms.Paused:
		return meteridtypes.READING_REMARK_PAUSED, nil
	case !known || !kept || s.Status != types.SETTLEMENT_STATUS_OPEN || b.community.IsClosedIn(epoch):
		return meteridtypes.READING_REMARK_EPOCH_OVER, nil
	}
	return meteridtypes.READING_REMARK_UNSPECIFIED, nil
}

// addToIntervals adds readings to their reports. A register of a report holds at most netting.MaxEnergy; the excess is booked
// as grid energy.
func (b *batch) addToIntervals(ctx context.Context, epoch uint64, counted []*meteridtypes.AcceptedReading) error {
	if len(counted) == 0 {
		return nil
	}
	slots := make([]uint64, len(counted))
	for i, r := range counted {
		slots[i] = r.Slot
	}
	key := collections.Join(b.community.Id, epoch)
	return b.Intervals.UpdateMany(ctx, key, slots, func(n int, pg *pages.Page, i int) error {
		r := counted[n]
		pg.Put(i)
		_, importOver := addCapped(pg.Col(state.IntervalImport), i, r.Import)
		exported, exportOver := addCapped(pg.Col(state.IntervalExport), i, r.Export)
		if exported > 0 && !r.Renewable {
			pg.Col(state.IntervalWithheld)[i] += exported
		}
		if importOver > 0 || exportOver > 0 {
			b.booked.add(r.Slot, importOver, exportOver)
			b.booked.readings++
		}
		return nil
	})
}

// addCapped adds an amount to a column, up to the maximum of an interval.
func addCapped(column []uint64, i int, amount uint64) (added, over uint64) {
	added = min(amount, netting.MaxEnergy-column[i])
	column[i] += added
	return added, amount - added
}

// bookUnnetted adds the entries booked since first to the settlement of their epoch.
func (b *batch) bookUnnetted(s *types.Settlement, first int) {
	var imported, exported uint64
	for i := first; i < len(b.booked.slots); i++ {
		imported = exact.AddUpTo(imported, b.booked.imports[i])
		exported = exact.AddUpTo(exported, b.booked.exports[i])
	}
	s.UnnettedImportWh = exact.AddUpTo(s.UnnettedImportWh, imported)
	s.UnnettedExportWh = exact.AddUpTo(s.UnnettedExportWh, exported)
	s.FromGridWh = exact.AddUpTo(s.FromGridWh, imported)
	s.ToGridWh = exact.AddUpTo(s.ToGridWh, exported)
	if s.Status == types.SETTLEMENT_STATUS_SETTLED && (imported > 0 || exported > 0) {
		b.community.Totals.FromGridWh = exact.AddUpTo(b.community.Totals.FromGridWh, imported)
		b.community.Totals.ToGridWh = exact.AddUpTo(b.community.Totals.ToGridWh, exported)
		b.changed = true
	}
}

// bookGridEnergy adds the booked energy to the wallets and emits one event.
func (b *batch) bookGridEnergy(ctx context.Context) error {
	if b.changed {
		if err := b.SetCommunity(ctx, b.community); err != nil {
			return err
		}
	}
	if len(b.booked.slots) == 0 {
		return nil
	}
	var imports, exports uint64
	err := b.Wallets.UpdateMany(ctx, b.community.Id, b.booked.slots, func(n int, pg *pages.Page, i int) error {
		imported, exported := b.booked.imports[n], b.booked.exports[n]
		addToColumn(pg, state.WalletFromGrid, i, imported)
		addToColumn(pg, state.WalletToGrid, i, exported)
		imports = exact.AddUpTo(imports, imported)
		exports = exact.AddUpTo(exports, exported)
		return nil
	})
	if err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventGridEnergyBooked{
		Community: b.community.Id, Readings: b.booked.readings, ImportWh: imports, ExportWh: exports,
	})
}

// addToColumn adds to a sum. It leaves the column closed if the amount is 0.
func addToColumn(pg *pages.Page, column, i int, amount uint64) {
	if amount > 0 {
		pg.Col(column)[i] = exact.AddUpTo(pg.Col(column)[i], amount)
	}
}
