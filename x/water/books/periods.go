package books

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// ScheduleNext puts the work that follows the start of a period into the queue. The start was due at a time.
func (b *Books) ScheduleNext(ctx sdk.Context, p types.Period, at int64, endless bool) error {
	if p.Persons > 0 {
		if err := b.Queue.Push(ctx, state.Item(b.DayStartFrom(at), types.KindTick, p.Area, 0)); err != nil {
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
	return b.OpenNextEnrolment(ctx)
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

// AddNextPeriod adds the next period at the present fee.
func (b *Books) AddNextPeriod(ctx context.Context) (*types.Period, error) {
	counters, err := b.Counters(ctx)
	if err != nil {
		return nil, err
	}
	counters.Periods++
	number := counters.Periods
	return b.periods.add(number, types.Period{
		Area:         b.Area.Id,
		Number:       number,
		Status:       types.PERIOD_STATUS_ENROLLING,
		OpenedAt:     b.Now,
		StartsAt:     b.Area.PeriodStart(number),
		EndsAt:       b.Area.PeriodEnd(number),
		FeePerPerson: b.Area.FeePerPerson,
	}), nil
}

// OpenNextEnrolment opens the enrolment of the next period.
func (b *Books) OpenNextEnrolment(ctx context.Context) error {
	p, err := b.AddNextPeriod(ctx)
	if err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventEnrolmentOpened{
		Area: p.Area, Period: p.Number, StartsAt: p.StartsAt, FeePerPerson: p.FeePerPerson,
	})
}

// EnrollingPeriod returns the period that is open for enrolment. There is at most one.
func (b *Books) EnrollingPeriod(ctx context.Context) (*types.Period, error) {
	return b.enrollingBefore(ctx, func(p *types.Period) int64 { return p.StartsAt })
}

// renewable returns the period to which policies subscribe. Blocks may be far apart, so block time may have passed its start, if the start
// is still pending; a period that would be over already is not paid for.
func (b *Books) renewable(ctx context.Context) (*types.Period, error) {
	return b.enrollingBefore(ctx, func(p *types.Period) int64 { return p.EndsAt })
}

// enrollingBefore returns the enrolling period, until the end that is given.
func (b *Books) enrollingBefore(ctx context.Context, end func(*types.Period) int64) (*types.Period, error) {
	if err := state.ExpectOpen(b.Area); err != nil {
		return nil, err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return nil, err
	}
	if counters.Periods > 0 {
		p, err := b.Period(ctx, counters.Periods)
		if err != nil {
			return nil, err
		}
		if p.Status == types.PERIOD_STATUS_ENROLLING && b.Now < end(p) {
			return p, nil
		}
	}
	next := counters.Periods + 1
	return nil, types.ErrNotEnrolling.Wrapf("area %d: expected an open enrolment at %s, got that of period %d at %s",
		b.Area.Id, check.Moment(b.Now), next, check.Moment(b.Area.EnrolmentOpens(next)))
}

// FinishPeriod ends the running period and pays its producers. Its indexes stay, for subscribers that are not settled yet. The next period
// must have been opened.
func (b *Books) FinishPeriod(ctx context.Context, number uint64) error {
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

// StartPeriod makes an opened period the running one.
func (b *Books) StartPeriod(ctx context.Context, number uint64) (*types.Period, error) {
	p, err := b.Period(ctx, number)
	if err != nil {
		return nil, err
	}
	water, finished, err := b.Water.Start(number, p.Persons)
	if err != nil {
		return nil, err
	}
	if number > types.FirstPeriod {
		previous, err := b.Period(ctx, number-1)
		if err != nil {
			return nil, err
		}
		previous.Water, previous.Lifeline = types.NewIndex(finished.Water), types.NewIndex(finished.Lifeline)
	}
	carried := b.Water.Allotment.Water.Carry + b.Water.Allotment.Lifeline.Carry
	b.Water = water
	p.Status = types.PERIOD_STATUS_RUNNING
	return p, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventPeriodStarted{
		Area: p.Area, Period: p.Number, Persons: p.Persons, CarriedLitres: carried,
	})
}
