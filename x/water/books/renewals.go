package books

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Subscription is what it takes to take part in the period that enrols.
type Subscription struct {
	Period  *types.Period
	Persons uint64
	Fee     uint64
}

// Offer is the subscription to an enrolling period that a settled household can have. It is an error if it has it already.
func (b *Books) Offer(ctx context.Context, s *Seat, p *types.Period) (Subscription, error) {
	a, err := b.AccountOf(ctx, s)
	if err != nil {
		return Subscription{}, err
	}
	if !a.IsOpen() || a.Meter == 0 {
		return Subscription{}, types.ErrAccountClosed.Wrapf("area %d, slot %d: expected an open account with a meter", a.Area, a.Slot)
	}
	if s.Household.NextPeriod == p.Number+1 {
		return Subscription{}, types.ErrAlreadySubscribed.Wrapf("area %d, slot %d: expected no subscription to period %d, got one for %d persons",
			a.Area, a.Slot, p.Number, s.Household.NextPersons)
	}
	persons, fee, err := b.feeOf(ctx, a.Meter, p)
	return Subscription{Period: p, Persons: persons, Fee: fee}, err
}

// feeOf returns the persons behind a meter who count, and what they pay for a period: at most 20·2^40.
func (b *Books) feeOf(ctx context.Context, meter uint64, p *types.Period) (persons, fee uint64, err error) {
	m, err := b.Meters.Meter(ctx, meter)
	if err != nil {
		return 0, 0, err
	}
	persons = min(uint64(m.Occupants(b.Now)), ledger.MaxPersons)
	return persons, persons * p.FeePerPerson, nil
}

// NextFee is what a household with the meter pays for the period that enrols, and until when.
func (b *Books) NextFee(ctx context.Context, meter uint64) (fee uint64, until int64, err error) {
	p, err := b.Enrolling(ctx)
	if errors.Is(err, types.ErrNotEnrolling) || errors.Is(err, types.ErrAreaClosed) {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, err
	}
	_, fee, err = b.feeOf(ctx, meter, p)
	return fee, p.StartsAt, err
}

// Subscribe puts a household down for a period. Its fee is in the pot; where it came from is the caller's business.
func (b *Books) Subscribe(ctx context.Context, s *Seat, o Subscription, byPolicy bool) (err error) {
	purse, err := b.Purse(ctx)
	if err != nil {
		return err
	}
	if s.Household, err = s.Household.Subscribe(o.Period.Number, o.Persons); err != nil {
		return err
	}
	o.Period.Subscribers++
	o.Period.Persons += o.Persons
	o.Period.Pot += o.Fee
	purse.Pots += o.Fee
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventSubscribed{
		Area: b.Area.Id, Slot: s.Slot, Period: o.Period.Number, Persons: o.Persons, Fee: b.Coin(o.Fee), ByPolicy: byPolicy,
	})
}

// ScheduleRenewal puts the next renewal of a household into the queue: at once if a period enrols that it is not subscribed to,
// else when the next enrolment opens.
func (b *Books) ScheduleRenewal(ctx context.Context, s *Seat) error {
	at, err := b.NextRenewal(ctx, 0)
	if err != nil {
		return err
	}
	if p, err := b.Enrolling(ctx); err == nil && s.Household.NextPeriod != p.Number+1 {
		at = b.Now
	}
	return b.Queue.Push(ctx, state.Item(at, types.KindRenew, b.Area.Id, s.Slot))
}

// NextRenewal is when the next enrolment of a period that is not over opens. After a long silence that may lie in the past: then
// the enrolment, which is due before it, opens in the same block. A renewal of that time or later that found nothing has come
// too early, because that work failed: it looks again once a day.
func (b *Books) NextRenewal(ctx context.Context, after int64) (int64, error) {
	counters, err := b.Counters(ctx)
	if err != nil {
		return 0, err
	}
	number := max(counters.Periods, b.Area.PeriodAt(b.Now))
	if at := b.Area.EnrolmentOpens(number); at > after {
		return at, nil
	}
	return b.DayFrom(b.Now + 1), nil
}

// IsUntimely reports whether there is nothing to subscribe to now.
func IsUntimely(err error) bool {
	return errors.Is(err, types.ErrNotEnrolling) || errors.Is(err, types.ErrAlreadySubscribed)
}

// RenewNow subscribes a household to the period that enrols, from its prepaid money.
func (b *Books) RenewNow(ctx context.Context, s *Seat) error {
	p, err := b.renewing(ctx)
	if err != nil {
		return err
	}
	o, err := b.Offer(ctx, s, p)
	if err != nil {
		return err
	}
	a, err := b.AccountOf(ctx, s)
	if err != nil {
		return err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return err
	}
	if a.Prepaid < o.Fee {
		return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventRenewalFailed{
			Area: a.Area, Slot: a.Slot, Period: o.Period.Number, Fee: b.Coin(o.Fee), Prepaid: a.Prepaid,
		})
	}
	a.Prepaid -= o.Fee
	purse.Prepaid -= o.Fee
	return b.Subscribe(ctx, s, o, true)
}
