package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/exact"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/types"
)

// batch counts the readings of one area in one batch.
type batch struct {
	*books.Books

	drawn   types.EventConsumptionMeasured
	inflows []*types.EventInflowMeasured // one for each source
}

// applyToArea counts the readings of one area in their order.
func (k *Keeper) applyToArea(ctx context.Context, area uint64, readings []meteridtypes.AcceptedReading) error {
	opened, err := books.Open(ctx, k.Store, area)
	if err != nil {
		return err
	}
	b := &batch{Books: opened, drawn: types.EventConsumptionMeasured{Area: area}}
	for i := range readings {
		r := &readings[i]
		if source, isSource := types.SourceOf(r.Slot); isSource {
			err = b.countInflow(ctx, source, r)
		} else {
			err = b.countConsumption(ctx, r)
		}
		if err != nil {
			return err
		}
	}
	if err := b.Commit(ctx); err != nil {
		return err
	}
	return b.emit(sdk.UnwrapSDKContext(ctx))
}

// countConsumption counts the litres that a household drew. It pays all of them, whatever its consent says: that bounds the valve.
func (b *batch) countConsumption(ctx context.Context, r *meteridtypes.AcceptedReading) error {
	s, err := b.SeatOfReading(ctx, r)
	if err != nil {
		return err
	}
	if err := b.Settle(ctx, s); err != nil {
		return err
	}
	water, household, c, err := b.Water.Consume(s.Household, r.Import)
	if err != nil {
		return err
	}
	b.Water, s.Household = water, household.Measure(r.Import, uint64(max(r.To-r.From, 0))) //nolint:gosec // not negative

	b.drawn.Readings++
	b.drawn.ConsumedLitres = exact.AddUpTo(b.drawn.ConsumedLitres, r.Import)
	b.drawn.LifelineLitres += c.Lifeline
	b.drawn.TokenLitres += c.Tokens
	b.drawn.OverdraftLitres += c.Overdraft
	b.drawn.UncountedLitres = exact.AddUpTo(b.drawn.UncountedLitres, c.Uncounted)
	if c.Uncounted > 0 {
		r.Remark = meteridtypes.READING_REMARK_UNCOUNTED
	}
	return nil
}

// countInflow counts the litres that a source delivered. A span that began before its meter was bound is not counted: some of its water
// was there before.
func (b *batch) countInflow(ctx context.Context, id uint64, r *meteridtypes.AcceptedReading) error {
	if r.BeforeBinding {
		r.Remark = meteridtypes.READING_REMARK_BEFORE_BINDING
		return nil
	}
	litres := r.Export
	s, err := b.Source(ctx, id)
	if err != nil {
		return err
	}
	water, f, err := b.Water.Inflow(b.Terms, s.Class == types.SOURCE_CLASS_FIRM, litres)
	if err != nil {
		return err
	}
	b.Water = water
	s.InflowLitres = exact.AddUpTo(s.InflowLitres, litres)
	s.StoredLitres = exact.AddUpTo(s.StoredLitres, f.Stored)
	s.PeriodStoredLitres = exact.AddUpTo(s.PeriodStoredLitres, f.Stored)
	s.MintedLitres = exact.AddUpTo(s.MintedLitres, f.Minted)
	s.OverflowLitres = exact.AddUpTo(s.OverflowLitres, f.Overflow)
	b.Minted = exact.AddUpTo(b.Minted, f.Minted)

	e := b.inflowOf(id)
	e.InflowLitres = exact.AddUpTo(e.InflowLitres, litres)
	e.OverflowLitres = exact.AddUpTo(e.OverflowLitres, f.Overflow)
	e.RepaidLitres += f.Repaid
	e.MintedLitres += f.Minted
	e.ReservedLitres += f.Reserved
	return nil
}

// inflowOf returns the event of a source.
func (b *batch) inflowOf(source uint64) *types.EventInflowMeasured {
	for _, e := range b.inflows {
		if e.Source == source {
			return e
		}
	}
	e := &types.EventInflowMeasured{Area: b.Area.Id, Source: source}
	b.inflows = append(b.inflows, e)
	return e
}

// emit emits one event for all households, and one or two for each source.
func (b *batch) emit(ctx sdk.Context) error {
	events := ctx.EventManager()
	for _, e := range b.inflows {
		e.StockLitres = b.Water.Stock
		if err := events.EmitTypedEvent(e); err != nil {
			return err
		}
		if e.OverflowLitres == 0 {
			continue
		}
		if err := events.EmitTypedEvent(&types.EventOverflowMeasured{
			Area: e.Area, Source: e.Source, OverflowLitres: e.OverflowLitres,
		}); err != nil {
			return err
		}
	}
	if b.drawn.Readings == 0 {
		return nil
	}
	b.drawn.BurnedLitres = b.Water.Totals.Burned - b.Stored.Totals.BurnedLitres
	b.drawn.StockLitres = b.Water.Stock
	return events.EmitTypedEvent(&b.drawn)
}
