package books

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Subscription is an offer to subscribe to an enrolling period.
type Subscription struct {
	Period  *types.Period
	Persons uint64
	Fee     uint64
}

// QuoteSubscription returns the subscription of a settled household to an enrolling period, or an error if it is subscribed.
func (b *Books) QuoteSubscription(ctx context.Context, s *Seat, p *types.Period) (Subscription, error) {
	a, err := b.AccountOf(ctx, s)
	if err != nil {
		return Subscription{}, err
	}
	if !a.IsOpen() || a.Meter == 0 {
		return Subscription{}, types.ErrAccountClosed.Wrapf("area %d, slot %d: expected an open account with a meter, got meter %d, closed at %d", a.Area, a.Slot, a.Meter, a.ClosedAt)
	}
	if s.Household.NextPeriod == p.Number {
		return Subscription{}, types.ErrAlreadySubscribed.Wrapf("area %d, slot %d: expected no subscription to period %d, got one for %d persons",
			a.Area, a.Slot, p.Number, s.Household.NextPersons)
	}
	persons, fee, err := b.feeOf(ctx, a.Meter, p)
	return Subscription{Period: p, Persons: persons, Fee: fee}, err
}

// feeOf returns the persons behind a meter and their fee for a period, at most 20·2^40.
func (b *Books) feeOf(ctx context.Context, meter uint64, p *types.Period) (persons, fee uint64, err error) {
	m, err := b.Meters.Meter(ctx, meter)
	if err != nil {
		return 0, 0, err
	}
	persons = min(uint64(m.Occupants(b.Now)), ledger.MaxPersons)
	return persons, persons * p.FeePerPerson, nil
}

// NextFee returns the fee of a household with the meter for the enrolling period, and the end of the enrolment.
func (b *Books) NextFee(ctx context.Context, meter uint64) (fee uint64, until int64, err error) {
	p, err := b.EnrollingPeriod(ctx)
	if errors.Is(err, types.ErrNotEnrolling) || errors.Is(err, types.ErrAreaClosed) {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, err
	}
	_, fee, err = b.feeOf(ctx, meter, p)
	return fee, p.StartsAt, err
}

// Subscribe subscribes a household to a period and adds the fee to the pot. The caller collects the fee.
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

// ScheduleRenewal puts the next renewal of a household into the queue: now if it is not subscribed to the enrolling period, else when
// the next enrolment opens.
func (b *Books) ScheduleRenewal(ctx context.Context, s *Seat) error {
	at, err := b.NextRenewal(ctx, 0)
	if err != nil {
		return err
	}
	if p, err := b.EnrollingPeriod(ctx); err == nil && s.Household.NextPeriod != p.Number {
		at = b.Now
	}
	return b.Queue.Push(ctx, state.Item(at, types.KindRenew, b.Area.Id, s.Slot))
}

// NextRenewal returns the start of the next enrolment of a period that is not over. If blocks were far apart it may have passed: the
// enrolment is due before the renewal and opens in the same block. A renewal that was due then, or later, found no enrolment because
// that work failed; it is tried again once a day.
func (b *Books) NextRenewal(ctx context.Context, after int64) (int64, error) {
	counters, err := b.Counters(ctx)
	if err != nil {
		return 0, err
	}
	number := max(counters.Periods+1, b.Area.PeriodAt(b.Now))
	if at := b.Area.EnrolmentOpens(number); at > after {
		return at, nil
	}
	return b.DayStartFrom(b.Now + 1), nil
}

// NothingToRenew reports whether an error of Renew means that no subscription is due now.
func NothingToRenew(err error) bool {
	return errors.Is(err, types.ErrNotEnrolling) || errors.Is(err, types.ErrAlreadySubscribed)
}

// Renew subscribes a household to the enrolling period from its prepaid money.
func (b *Books) Renew(ctx context.Context, s *Seat) error {
	p, err := b.renewable(ctx)
	if err != nil {
		return err
	}
	o, err := b.QuoteSubscription(ctx, s, p)
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
