package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// openEnrolment opens the enrolment of a period. A period that has been opened already stays as it is: startPeriod opens the next one if
// this work failed when it was due.
func (k *Keeper) openEnrolment(ctx sdk.Context, area, number uint64) error {
	b, err := books.Open(ctx, k.Store, area)
	if err != nil {
		return err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return err
	}
	if b.Area.IsClosed() || number <= counters.Periods {
		return nil
	}
	if err := b.OpenNextPeriod(ctx); err != nil {
		return err
	}
	return b.Commit(ctx)
}

// startPeriod ends the running period and starts the next one, and puts the next start and enrolment into the queue. If the area was closed
// before the enrolment of the next period opened, an endless period without subscribers follows: its mints are carried.
func (k *Keeper) startPeriod(ctx sdk.Context, it queue.Item, budget *queue.Budget) error {
	number := it.Number
	b, err := books.Open(ctx, k.Store, it.Record)
	if err != nil {
		return err
	}
	if number <= b.Water.Period {
		return nil
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return err
	}
	budget.Spend(counters.OpenSources)

	unopened := number > counters.Periods
	endless := unopened && b.Area.IsClosed()
	switch {
	case endless:
		_, err = b.FixNextPeriod(ctx, b.Area.Terms)
	case unopened: // its enrolment failed
		err = b.OpenNextPeriod(ctx)
	}
	if err != nil {
		return err
	}
	if number > types.FirstPeriod {
		if err := b.FinishPeriod(ctx, number-1); err != nil {
			return err
		}
	}
	p, err := b.StartPeriod(ctx, number, endless)
	if err != nil {
		return err
	}
	if err := b.ScheduleNext(ctx, *p, endless); err != nil {
		return err
	}
	return b.Commit(ctx)
}

// allotLifeline allots the lifeline of a day to all persons that live in the area, until it is closed and empty.
func (k *Keeper) allotLifeline(ctx sdk.Context, it queue.Item) error {
	b, err := books.Open(ctx, k.Store, it.Record)
	if err != nil {
		return err
	}
	water, given, err := b.Water.Tick(b.Terms)
	if err != nil {
		return err
	}
	b.Water = water
	if !b.Area.IsClosed() || b.Water.Residents.Weight > 0 {
		if err := b.Queue.Push(ctx, state.Item(b.DayStartFrom(it.At+1), types.KindTick, b.Area.Id, 0)); err != nil {
			return err
		}
	}
	if err := b.Commit(ctx); err != nil || b.Terms.Lifeline == 0 {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventLifelineAllotted{
		Area: b.Area.Id, Persons: b.Water.Residents.Weight, LitresPerPerson: given.Each, AllottedLitres: given.Given,
		ReserveLitres: b.Water.Reserve, RepaidLitres: given.Repaid, ReleasedLitres: given.Allotted,
		AllocationPpm: b.Water.Allocation().Of(types.Ppm), GuaranteedLitresPerPerson: b.Water.Ration(b.Terms),
	})
}
