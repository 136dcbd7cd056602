package books

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// ScheduleNext puts the work that follows the start of a period into the queue.
func (b *Books) ScheduleNext(ctx sdk.Context, p types.Period, endless bool) error {
	if endless {
		return nil
	}
	next := p.Number + 1
	if err := b.Queue.Push(ctx, state.Item(p.EndsAt, types.KindStart, p.Area, next)); err != nil || b.Area.IsClosed() {
		return err
	}
	opens := b.Area.EnrolmentOpens(next)
	if opens > b.Now {
		return b.Queue.Push(ctx, state.Item(opens, types.KindOpen, p.Area, next))
	}
	return b.OpenNextPeriod(ctx)
}

// DayStartFrom returns the first start of a day at or after a time. Days are counted from the start of the first period, so that the
// lifelines of two periods never fall on one day.
func (b *Books) DayStartFrom(at int64) int64 {
	first, length := b.Area.PeriodStart(types.FirstPeriod), int64(types.DaySeconds)
	if at <= first {
		return first
	}
	return first + (at-first+length-1)/length*length
}

// coming returns a period that has not started. Before its enrolment opens it is planned.
func (b *Books) coming(ctx context.Context, number uint64) (*types.Period, error) {
	p, err := b.Period(ctx, number)
	if errors.Is(err, types.ErrPeriodNotFound) {
		return b.periods.add(number, types.Period{
			Area: b.Area.Id, Number: number, Status: types.PERIOD_STATUS_PLANNED,
			StartsAt: b.Area.PeriodStart(number), EndsAt: b.Area.PeriodEnd(number),
		}), nil
	}
	return p, err
}

// OpenNextPeriod opens the enrolment of the next period.
func (b *Books) OpenNextPeriod(ctx context.Context) error {
	p, err := b.FixNextPeriod(ctx, b.Area.Announced)
	if err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventEnrolmentOpened{
		Area: p.Area, Period: p.Number, StartsAt: p.StartsAt, Terms: p.Terms, Remunerations: p.Remunerations,
	})
}

// FixNextPeriod fixes the terms of the next period and the sum of its remunerations.
func (b *Books) FixNextPeriod(ctx context.Context, terms types.Terms) (*types.Period, error) {
	counters, err := b.Counters(ctx)
	if err != nil {
		return nil, err
	}
	p, err := b.coming(ctx, counters.Periods+1)
	if err != nil {
		return nil, err
	}
	serving, err := b.servingSources(ctx)
	if err != nil {
		return nil, err
	}
	counters.Periods++
	p.Status, p.OpenedAt, p.Terms = types.PERIOD_STATUS_ENROLLING, b.Now, terms
	for _, s := range serving {
		if s.IsCurrent() {
			p.Remunerations += s.Remuneration // at most 2^10 · 2^40
		}
	}
	return p, nil
}

// EnrollingPeriod returns the period whose enrolment is open, if there is one.
func (b *Books) EnrollingPeriod(ctx context.Context) (*types.Period, error) {
	counters, err := b.Counters(ctx)
	if err != nil || counters.Periods == 0 || counters.Periods == b.Water.Period {
		return nil, err
	}
	p, err := b.Period(ctx, counters.Periods)
	if err != nil || b.Now >= p.StartsAt {
		return nil, err
	}
	return p, nil
}

// FinishPeriod ends the running period: its producers are paid, its subscribers get back the rest.
func (b *Books) FinishPeriod(ctx context.Context, number uint64) error {
	p, err := b.Period(ctx, number)
	if err != nil {
		return err
	}
	paid, err := b.payProducers(ctx, p)
	if err != nil {
		return err
	}
	p.Status = types.PERIOD_STATUS_FINISHED
	p.MintedLitres = b.Water.Minted
	p.Paid, p.GivenBack, p.Pot = paid.Paid, paid.GivenBack, 0
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventPeriodFinished{
		Area: b.Area.Id, Period: number, MintedLitres: p.MintedLitres, Paid: p.Paid, GivenBack: p.GivenBack,
	})
}

// StartPeriod makes an opened period the running one, and its terms those in force. The endless one has no subscribers: who subscribed to it
// before the area was closed gets the fee back.
func (b *Books) StartPeriod(ctx context.Context, number uint64, endless bool) (*types.Period, error) {
	p, err := b.Period(ctx, number)
	if err != nil {
		return nil, err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return nil, err
	}
	persons := p.Persons
	if endless {
		p.EndsAt, persons = types.MaxTime, 0
	}
	carried := b.Water.Water.Carry
	water, mark, err := b.Water.Start(number, persons)
	if err != nil {
		return nil, err
	}
	b.Water = water
	counters.PeriodLostLitres = 0
	p.Status, p.WaterMark, p.RefundMark = types.PERIOD_STATUS_RUNNING, mark.Water, mark.Refund
	if b.Area.Terms != p.Terms {
		b.Area.Terms, b.Terms = p.Terms, p.Terms.Lifeline()
		if err := b.SetArea(ctx, b.Area); err != nil {
			return nil, err
		}
	}
	return p, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventPeriodStarted{
		Area: p.Area, Period: p.Number, Persons: persons, CarriedLitres: carried,
	})
}
