package books

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Schedule puts into the queue what follows from the start of a period that was due at a time.
func (b *Books) Schedule(ctx sdk.Context, p types.Period, at int64, endless bool) error {
	if p.Persons > 0 {
		if err := b.Queue.Push(ctx, state.Item(b.DayFrom(at), types.KindTick, p.Area, 0)); err != nil {
			return err
		}
	}
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
	return b.OpenNext(ctx)
}

// DayFrom is the first moment from a time on at which a day of the area begins: days are counted from the start of its first
// period, so that the lifelines of two periods never fall on one day.
func (b *Books) DayFrom(at int64) int64 {
	first, length := b.Area.PeriodStart(0), int64(types.DaySeconds)
	if at <= first {
		return first
	}
	return first + (at-first+length-1)/length*length
}

// AddNext adds the next period. Its fee stays as it is now.
func (b *Books) AddNext(ctx context.Context) (*types.Period, error) {
	counters, err := b.Counters(ctx)
	if err != nil {
		return nil, err
	}
	number := counters.Periods
	counters.Periods++
	r := &record[types.Period]{Now: types.Period{
		Area:         b.Area.Id,
		Number:       number,
		Status:       types.PERIOD_STATUS_ENROLLING,
		OpenedAt:     b.Now,
		StartsAt:     b.Area.PeriodStart(number),
		EndsAt:       b.Area.PeriodEnd(number),
		FeePerPerson: b.Area.FeePerPerson,
	}}
	b.periods = append(b.periods, r)
	return &r.Now, nil
}

// OpenNext opens the enrolment of the next period.
func (b *Books) OpenNext(ctx context.Context) error {
	p, err := b.AddNext(ctx)
	if err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventEnrolmentOpened{
		Area: p.Area, Period: p.Number, StartsAt: p.StartsAt, FeePerPerson: p.FeePerPerson,
	})
}

// Enrolling is the period to which owners can subscribe now. There is at most one.
func (b *Books) Enrolling(ctx context.Context) (*types.Period, error) {
	return b.enrollingUntil(ctx, func(p *types.Period) int64 { return p.StartsAt })
}

// renewing is the period to which mandates subscribe. Blocks may be far apart, so the clock may have passed its start: what counts
// is that it has not been started yet. Nobody is made to pay for one that is over by then.
func (b *Books) renewing(ctx context.Context) (*types.Period, error) {
	return b.enrollingUntil(ctx, func(p *types.Period) int64 { return p.EndsAt })
}

func (b *Books) enrollingUntil(ctx context.Context, until func(*types.Period) int64) (*types.Period, error) {
	if err := state.ExpectOpen(b.Area); err != nil {
		return nil, err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return nil, err
	}
	if counters.Periods > 0 {
		p, err := b.Period(ctx, counters.Periods-1)
		if err != nil {
			return nil, err
		}
		if p.Status == types.PERIOD_STATUS_ENROLLING && b.Now < until(p) {
			return p, nil
		}
	}
	return nil, types.ErrNotEnrolling.Wrapf("area %d: expected an enrolment at %s, the next one, of period %d, opens at %s",
		b.Area.Id, check.Moment(b.Now), counters.Periods, check.Moment(b.Area.EnrolmentOpens(counters.Periods)))
}

// Finish ends the running period: its producers are paid, and what its subscribers have not been settled for stays theirs.
// The next period must have been opened.
func (b *Books) Finish(ctx context.Context, number uint64) error {
	p, err := b.Period(ctx, number)
	if err != nil {
		return err
	}
	next, err := b.Period(ctx, number+1)
	if err != nil {
		return err
	}
	paid, err := b.payProducers(ctx, p, next)
	if err != nil {
		return err
	}
	p.Status = types.PERIOD_STATUS_FINISHED
	p.MintedLitres = b.Water.Minted
	p.Paid = paid.Paid
	p.Pot = 0
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventPeriodFinished{
		Area: b.Area.Id, Period: number, MintedLitres: p.MintedLitres,
		Paid: paid.Paid, FromStabilisation: paid.FromFund, ToStabilisation: paid.ToFund, Carried: paid.Carried,
	})
}

// Begin makes an opened period the running one.
func (b *Books) Begin(ctx context.Context, number uint64) (*types.Period, error) {
	p, err := b.Period(ctx, number)
	if err != nil {
		return nil, err
	}
	water, finished, err := b.Water.Start(number, p.Persons)
	if err != nil {
		return nil, err
	}
	if number > 0 {
		before, err := b.Period(ctx, number-1)
		if err != nil {
			return nil, err
		}
		before.Water, before.Lifeline = types.NewIndex(finished.Water), types.NewIndex(finished.Lifeline)
	}
	carried := b.Water.Allotment.Water.Carry + b.Water.Allotment.Lifeline.Carry
	b.Water = water
	p.Status = types.PERIOD_STATUS_RUNNING
	return p, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventPeriodStarted{
		Area: p.Area, Period: p.Number, Persons: p.Persons, CarriedLitres: carried,
	})
}
