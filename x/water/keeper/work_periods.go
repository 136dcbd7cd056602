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
	if err := b.OpenNextEnrolment(ctx); err != nil {
		return err
	}
	return b.Commit(ctx)
}

// startPeriod ends the running period and starts the next one, and puts the next start, enrolment and lifeline into the queue. If the area
// was closed before the enrolment of the next period opened, an endless period without subscribers follows: its mints are carried.
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

	endless := false
	if number > counters.Periods {
		next, err := b.AddNextPeriod(ctx)
		if err != nil {
			return err
		}
		if endless = b.Area.IsClosed(); endless {
			next.EndsAt = types.MaxTime
		}
	}
	if number > types.FirstPeriod {
		if err := b.FinishPeriod(ctx, number-1); err != nil {
			return err
		}
	}
	p, err := b.StartPeriod(ctx, number)
	if err != nil {
		return err
	}
	if endless {
		if err := b.CreditRemainder(ctx, p); err != nil {
			return err
		}
	}
	if err := b.ScheduleNext(ctx, *p, it.At, endless); err != nil {
		return err
	}
	return b.Commit(ctx)
}

// allotLifeline allots the lifeline of a day to the persons of the running period. Without persons there is none until a period starts
// with some.
func (k *Keeper) allotLifeline(ctx sdk.Context, it queue.Item) error {
	b, err := books.Open(ctx, k.Store, it.Record)
	if err != nil {
		return err
	}
	if b.Water.Allotment.Lifeline.Weight == 0 {
		return nil
	}
	water, litres, err := b.Water.Tick(b.Terms)
	if err != nil {
		return err
	}
	b.Water = water
	if err := b.Queue.Push(ctx, state.Item(b.DayStartFrom(it.At+1), types.KindTick, b.Area.Id, 0)); err != nil {
		return err
	}
	if err := b.Commit(ctx); err != nil || b.Terms.Lifeline == 0 {
		return err
	}
	l := b.Ledger()
	return ctx.EventManager().EmitTypedEvent(&types.EventLifelineAllotted{
		Area: l.Area, Persons: l.Lifeline.Persons, AllottedLitres: litres, ReserveLitres: l.ReserveLitres,
	})
}
