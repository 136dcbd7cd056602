package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// The start of a period is the end of the one before: it pushes the next start and the next enrolment. The daily lifeline and
// the renewals follow from it.

// openEnrolment lets owners subscribe to a period. A period that has been opened already, because this failed when it was due,
// stays as it is.
func (k *Keeper) openEnrolment(ctx sdk.Context, area, number uint64) error {
	b, err := books.Open(ctx, k.Store, area)
	if err != nil {
		return err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return err
	}
	if b.Area.IsClosed() || number < counters.Periods {
		return nil
	}
	if err := b.OpenNext(ctx); err != nil {
		return err
	}
	return b.Commit(ctx)
}

// startPeriod ends the running period and starts the next one. In an area that was closed before the enrolment of the next one
// opened, a period without subscribers follows that never ends: what is minted in it nobody is allotted.
func (k *Keeper) startPeriod(ctx sdk.Context, it queue.Item, budget *queue.Budget) error {
	number := it.Number
	b, err := books.Open(ctx, k.Store, it.Record)
	if err != nil {
		return err
	}
	if number < b.Water.Period {
		return nil
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return err
	}
	budget.Spend(counters.OpenSources)

	endless := false
	if number >= counters.Periods {
		next, err := b.AddNext(ctx)
		if err != nil {
			return err
		}
		if endless = b.Area.IsClosed(); endless {
			next.EndsAt = types.MaxTime
		}
	}
	if number > 0 {
		if err := b.Finish(ctx, number-1); err != nil {
			return err
		}
	}
	p, err := b.Begin(ctx, number)
	if err != nil {
		return err
	}
	if endless {
		if err := b.WindUp(ctx, p); err != nil {
			return err
		}
	}
	if err := b.Schedule(ctx, *p, it.At, endless); err != nil {
		return err
	}
	return b.Commit(ctx)
}

// tick gives the persons of the running period their lifeline of a day. Without persons there is none until a period starts
// with some.
func (k *Keeper) tick(ctx sdk.Context, it queue.Item) error {
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
	if err := b.Queue.Push(ctx, state.Item(b.DayFrom(it.At+1), types.KindTick, b.Area.Id, 0)); err != nil {
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
