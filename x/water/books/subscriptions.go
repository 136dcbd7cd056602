package books

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// Subscription is an offer to subscribe to coming periods, and what the household is after it.
type Subscription struct {
	Parts     []ledger.Subscription // one for each fee
	Fee       uint64                // of all of them
	household ledger.Account
}

// Shown returns the subscription as one: its fee is that of its last period.
func (o Subscription) Shown() types.Subscription {
	last := o.Parts[len(o.Parts)-1]
	last.First = o.Parts[0].First
	return types.NewSubscription(last)
}

// FirstComing returns the first period that has not started.
func (b *Books) FirstComing() uint64 { return max(b.Water.Period+1, b.Area.NextPeriod(b.Now)) }

// QuoteSubscription returns the subscription of a settled household to a number of periods after those that it has subscribed to, for the persons
// behind its meter. A period whose enrolment has opened costs the fee of its terms, a later one the fee that is announced.
func (b *Books) QuoteSubscription(ctx context.Context, s *Seat, periods uint64) (o Subscription, err error) {
	counters, err := b.Counters(ctx)
	if err != nil {
		return o, err
	}
	o.household = s.Household
	first := b.FirstComing()
	for left := periods; left > 0; {
		number := max(first, o.household.Through()+1)
		fee, many := b.Area.Announced.FeePerPerson, left
		if number <= counters.Periods {
			p, err := b.Period(ctx, number)
			if err != nil {
				return o, err
			}
			fee, many = p.Terms.FeePerPerson, 1
		}
		household, part, err := o.household.Subscribe(first, many, s.Household.Persons, fee)
		if err != nil {
			return o, types.ErrSubscribed.Wrapf("area %d, slot %d: %s", b.Area.Id, s.Slot, err)
		}
		o.household = household
		o.Parts = append(o.Parts, part)
		o.Fee += many * part.Persons * part.Fee // at most 24 · 20 · 2^40
		left -= many
	}
	return o, nil
}

// Subscribe subscribes a household to periods and adds the fees to their pots. The caller collects the fees.
func (b *Books) Subscribe(ctx context.Context, s *Seat, o Subscription, byPolicy bool) error {
	purse, err := b.Purse(ctx)
	if err != nil {
		return err
	}
	for _, part := range o.Parts {
		for number := part.First; number <= part.Last; number++ {
			p, err := b.coming(ctx, number)
			if err != nil {
				return err
			}
			p.Subscribers++
			p.Persons += part.Persons
			p.Pot += part.Persons * part.Fee
		}
	}
	s.Household = o.household
	purse.Pots += o.Fee
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventSubscribed{
		Area: b.Area.Id, Slot: s.Slot, Subscription: o.Shown(), Fee: b.Coin(o.Fee), ByPolicy: byPolicy,
	})
}

// Unsubscribe takes back what a household has subscribed to after a period, and returns the fees, which become prepaid money.
func (b *Books) Unsubscribe(ctx context.Context, s *Seat, after uint64) (fees uint64, err error) {
	household, given := s.Household.Unsubscribe(after)
	s.Household = household
	return b.takeBack(ctx, s, given, household.Through())
}

// takeBack takes subscriptions out of the counts and pots of their periods, and returns their fees, which become prepaid money.
func (b *Books) takeBack(ctx context.Context, s *Seat, given [2]ledger.Subscription, through uint64) (fees uint64, err error) {
	for _, part := range given {
		if part.Last == 0 {
			continue
		}
		for number := part.First; number <= part.Last; number++ {
			p, err := b.leavePeriod(ctx, number, part.Persons)
			if err != nil {
				return 0, err
			}
			p.Pot -= part.Persons * part.Fee
			fees += part.Persons * part.Fee
		}
	}
	if given == [2]ledger.Subscription{} {
		return 0, nil
	}
	a, err := b.AccountOf(ctx, s)
	if err != nil {
		return 0, err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return 0, err
	}
	purse.Pots -= fees
	purse.Prepaid += fees
	a.Prepaid += fees
	return fees, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventUnsubscribed{
		Area: b.Area.Id, Slot: s.Slot, ThroughPeriod: through, Returned: b.Coin(fees),
	})
}

// leavePeriod takes a subscriber out of the counts of a period, and returns the period.
func (b *Books) leavePeriod(ctx context.Context, number, persons uint64) (*types.Period, error) {
	p, err := b.Period(ctx, number)
	if err != nil {
		return nil, err
	}
	p.Subscribers--
	p.Persons -= persons
	return p, nil
}

// dropUnopened takes back the subscriptions of a household of a closed area to periods whose enrolment did not open.
func (b *Books) dropUnopened(ctx context.Context, s *Seat) error {
	counters, err := b.Counters(ctx)
	if err != nil {
		return err
	}
	last := counters.Periods
	if last > 0 {
		p, err := b.Period(ctx, last)
		if err != nil {
			return err
		}
		if p.EndsAt == types.MaxTime {
			last--
		}
	}
	_, err = b.Unsubscribe(ctx, s, last)
	return err
}

// renew subscribes a household whose policy says so to the next period, from its prepaid money. If money or fee do not suffice, a later
// touch tries again.
func (b *Books) renew(ctx context.Context, s *Seat) error {
	if b.Area.IsClosed() || s.Household.Persons == 0 || s.Household.Through() >= b.FirstComing() {
		return nil
	}
	m, err := b.Meters.Meter(ctx, s.Meter)
	if err != nil {
		return err
	}
	if err := b.CountPersons(ctx, s, m); err != nil {
		return err
	}
	o, err := b.QuoteSubscription(ctx, s, 1)
	if errors.Is(err, types.ErrSubscribed) {
		return nil
	}
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
	if a.ClosingAt != 0 || a.Prepaid < o.Fee || o.Parts[0].Fee > a.Policy.MaxFeePerPerson {
		return nil
	}
	a.Prepaid -= o.Fee
	purse.Prepaid -= o.Fee
	return b.Subscribe(ctx, s, o, true)
}
