package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/water/types"
)

// period is a period of an area whose enrolment has opened.
func (k *Keeper) period(ctx context.Context, area, number uint64) (types.Period, error) {
	p, err := k.periods.Get(ctx, collections.Join(area, number))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Period{}, types.ErrPeriodNotFound.Wrapf("area %d: expected the number of a period, got %d", area, number)
	}
	return p, err
}

func (k *Keeper) setPeriod(ctx context.Context, p types.Period) error {
	return k.periods.Set(ctx, collections.Join(p.Area, p.Number), p)
}

// addNext adds the next period. Its fee stays as it is now.
func (b *books) addNext(ctx context.Context) (*types.Period, error) {
	counters, err := b.count(ctx)
	if err != nil {
		return nil, err
	}
	number := counters.Periods
	counters.Periods++
	r := &record[types.Period]{now: types.Period{
		Area:         b.area.Id,
		Number:       number,
		Status:       types.PERIOD_STATUS_ENROLLING,
		OpenedAt:     b.now,
		StartsAt:     b.area.PeriodStart(number),
		EndsAt:       b.area.PeriodEnd(number),
		FeePerPerson: b.area.FeePerPerson,
	}}
	b.periods = append(b.periods, r)
	return &r.now, nil
}

// openNext opens the enrolment of the next period.
func (b *books) openNext(ctx context.Context) error {
	p, err := b.addNext(ctx)
	if err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventEnrolmentOpened{
		Area: p.Area, Period: p.Number, StartsAt: p.StartsAt, FeePerPerson: p.FeePerPerson,
	})
}

// enrolling is the period to which owners can subscribe now. There is at most one.
func (b *books) enrolling(ctx context.Context) (*types.Period, error) {
	return b.enrollingUntil(ctx, func(p *types.Period) int64 { return p.StartsAt })
}

// renewing is the period to which mandates subscribe. Blocks may be far apart, so the clock may have passed its start: what counts
// is that it has not been started yet. Nobody is made to pay for one that is over by then.
func (b *books) renewing(ctx context.Context) (*types.Period, error) {
	return b.enrollingUntil(ctx, func(p *types.Period) int64 { return p.EndsAt })
}

func (b *books) enrollingUntil(ctx context.Context, until func(*types.Period) int64) (*types.Period, error) {
	if err := expectOpen(b.area); err != nil {
		return nil, err
	}
	counters, err := b.count(ctx)
	if err != nil {
		return nil, err
	}
	if counters.Periods > 0 {
		p, err := b.period(ctx, counters.Periods-1)
		if err != nil {
			return nil, err
		}
		if p.Status == types.PERIOD_STATUS_ENROLLING && b.now < until(p) {
			return p, nil
		}
	}
	return nil, types.ErrNotEnrolling.Wrapf("area %d: expected an enrolment at %s, the next one, of period %d, opens at %s",
		b.area.Id, check.Moment(b.now), counters.Periods, check.Moment(b.area.EnrolmentOpens(counters.Periods)))
}

// finish ends the running period: its producers are paid, and what its subscribers have not been settled for stays theirs.
// The next period must have been opened.
func (b *books) finish(ctx context.Context, number uint64) error {
	p, err := b.period(ctx, number)
	if err != nil {
		return err
	}
	next, err := b.period(ctx, number+1)
	if err != nil {
		return err
	}
	paid, err := b.payProducers(ctx, p, next)
	if err != nil {
		return err
	}
	p.Status = types.PERIOD_STATUS_FINISHED
	p.MintedLitres = b.water.Minted
	p.Paid = paid.Paid
	p.Pot = 0
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventPeriodFinished{
		Area: b.area.Id, Period: number, MintedLitres: p.MintedLitres,
		Paid: paid.Paid, FromStabilisation: paid.FromFund, ToStabilisation: paid.ToFund, Carried: paid.Carried,
	})
}

// begin makes an opened period the running one.
func (b *books) begin(ctx context.Context, number uint64) (*types.Period, error) {
	p, err := b.period(ctx, number)
	if err != nil {
		return nil, err
	}
	water, finished, err := b.water.Start(number, p.Persons)
	if err != nil {
		return nil, err
	}
	if number > 0 {
		before, err := b.period(ctx, number-1)
		if err != nil {
			return nil, err
		}
		before.Water, before.Lifeline = types.NewIndex(finished.Water), types.NewIndex(finished.Lifeline)
	}
	carried := b.water.Allotment.Water.Carry + b.water.Allotment.Lifeline.Carry
	b.water = water
	p.Status = types.PERIOD_STATUS_RUNNING
	return p, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventPeriodStarted{
		Area: p.Area, Period: p.Number, Persons: p.Persons, CarriedLitres: carried,
	})
}
