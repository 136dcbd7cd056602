package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// The work that moves an area from period to period. The start of a period is the end of the one before, and puts the next start
// and the next enrolment into the queue. The daily lifeline and the renewals follow from it.

// openEnrolment lets owners subscribe to a period. A period that has been opened already, because this failed when it was due,
// stays as it is.
func (k *Keeper) openEnrolment(ctx sdk.Context, area, number uint64) error {
	b, err := k.open(ctx, area)
	if err != nil {
		return err
	}
	counters, err := b.count(ctx)
	if err != nil {
		return err
	}
	if b.area.IsClosed() || number < counters.Periods {
		return nil
	}
	if err := b.openNext(ctx); err != nil {
		return err
	}
	return b.commit(ctx)
}

// startPeriod ends the running period and starts the next one. In an area that was closed before the enrolment of the next one
// opened, a period without subscribers follows that never ends: what is minted in it nobody is allotted.
func (k *Keeper) startPeriod(ctx sdk.Context, it queue.Item, budget *queue.Budget) error {
	number := it.Number
	b, err := k.open(ctx, it.Record)
	if err != nil {
		return err
	}
	if number < b.water.Period {
		return nil
	}
	counters, err := b.count(ctx)
	if err != nil {
		return err
	}
	budget.Spend(counters.OpenSources)

	endless := false
	if number >= counters.Periods {
		next, err := b.addNext(ctx)
		if err != nil {
			return err
		}
		if endless = b.area.IsClosed(); endless {
			next.EndsAt = types.MaxTime
		}
	}
	if number > 0 {
		if err := b.finish(ctx, number-1); err != nil {
			return err
		}
	}
	p, err := b.begin(ctx, number)
	if err != nil {
		return err
	}
	if endless {
		if err := b.windUp(ctx, p); err != nil {
			return err
		}
	}
	if err := b.schedule(ctx, *p, it.At, endless); err != nil {
		return err
	}
	return b.commit(ctx)
}

// schedule puts into the queue what follows from the start of a period that was due at a time.
func (b *books) schedule(ctx sdk.Context, p types.Period, at int64, endless bool) error {
	if p.Persons > 0 {
		if err := b.work.Push(ctx, item(b.dayFrom(at), types.KindTick, p.Area, 0)); err != nil {
			return err
		}
	}
	if endless {
		return nil
	}
	next := p.Number + 1
	if err := b.work.Push(ctx, item(p.EndsAt, types.KindStart, p.Area, next)); err != nil || b.area.IsClosed() {
		return err
	}
	opens := b.area.EnrolmentOpens(next)
	if opens > b.now {
		return b.work.Push(ctx, item(opens, types.KindOpen, p.Area, next))
	}
	return b.openNext(ctx)
}

// dayFrom is the first moment from a time on at which a day of the area begins: days are counted from the start of its first
// period, so that the lifelines of two periods never fall on one day.
func (b *books) dayFrom(at int64) int64 {
	first, length := b.area.PeriodStart(0), int64(types.DaySeconds)
	if at <= first {
		return first
	}
	return first + (at-first+length-1)/length*length
}

// tick gives the persons of the running period their lifeline of a day. Without persons there is none until a period starts
// with some.
func (k *Keeper) tick(ctx sdk.Context, it queue.Item) error {
	b, err := k.open(ctx, it.Record)
	if err != nil {
		return err
	}
	if b.water.Allotment.Lifeline.Weight == 0 {
		return nil
	}
	water, litres, err := b.water.Tick(b.terms)
	if err != nil {
		return err
	}
	b.water = water
	if err := b.work.Push(ctx, item(b.dayFrom(it.At+1), types.KindTick, b.area.Id, 0)); err != nil {
		return err
	}
	if err := b.commit(ctx); err != nil || b.terms.Lifeline == 0 {
		return err
	}
	l := b.ledger()
	return ctx.EventManager().EmitTypedEvent(&types.EventLifelineAllotted{
		Area: l.Area, Persons: l.Lifeline.Persons, AllottedLitres: litres, ReserveLitres: l.ReserveLitres,
	})
}
