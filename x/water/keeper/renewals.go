package keeper

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// subscription is what it takes to take part in the period that enrols.
type subscription struct {
	period  *types.Period
	persons uint64
	fee     uint64
}

// offer is the subscription to an enrolling period that a settled household can have. It is an error if it has it already.
func (b *books) offer(ctx context.Context, s *seat, p *types.Period) (subscription, error) {
	a, err := b.accountOf(ctx, s)
	if err != nil {
		return subscription{}, err
	}
	if !a.IsOpen() || a.Meter == 0 {
		return subscription{}, types.ErrAccountClosed.Wrapf("area %d, slot %d: expected an open account with a meter", a.Area, a.Slot)
	}
	if s.household.NextPeriod == p.Number+1 {
		return subscription{}, types.ErrAlreadySubscribed.Wrapf("area %d, slot %d: expected no subscription to period %d, got one for %d persons",
			a.Area, a.Slot, p.Number, s.household.NextPersons)
	}
	meter, err := b.meters.Meter(ctx, a.Meter)
	if err != nil {
		return subscription{}, err
	}
	persons := min(uint64(meter.Occupants(b.now)), ledger.MaxPersons)
	return subscription{period: p, persons: persons, fee: persons * p.FeePerPerson}, nil // at most 20·2^40
}

// subscribe puts a household down for a period. Its fee is in the pot; where it came from is the caller's business.
func (b *books) subscribe(ctx context.Context, s *seat, o subscription, byPolicy bool) (err error) {
	purse, err := b.money(ctx)
	if err != nil {
		return err
	}
	if s.household, err = s.household.Subscribe(o.period.Number, o.persons); err != nil {
		return err
	}
	o.period.Subscribers++
	o.period.Persons += o.persons
	o.period.Pot += o.fee
	purse.Pots += o.fee
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventSubscribed{
		Area: b.area.Id, Slot: s.slot, Period: o.period.Number, Persons: o.persons, Fee: b.coin(o.fee), ByPolicy: byPolicy,
	})
}

// scheduleRenewal puts the next renewal of a household into the queue: at once if a period enrols that it is not subscribed to,
// else when the next enrolment opens.
func (b *books) scheduleRenewal(ctx context.Context, s *seat) error {
	at, err := b.nextRenewal(ctx, 0)
	if err != nil {
		return err
	}
	if p, err := b.enrolling(ctx); err == nil && s.household.NextPeriod != p.Number+1 {
		at = b.now
	}
	return b.work.Push(ctx, item(at, types.KindRenew, b.area.Id, s.slot))
}

// nextRenewal is when the next enrolment of a period that is not over opens. After a long silence that may lie in the past: then
// the enrolment, which is due before it, opens in the same block. A renewal of that time or later that found nothing has come
// too early, because that work failed: it looks again once a day.
func (b *books) nextRenewal(ctx context.Context, after int64) (int64, error) {
	counters, err := b.count(ctx)
	if err != nil {
		return 0, err
	}
	number := max(counters.Periods, b.area.PeriodAt(b.now))
	if at := b.area.EnrolmentOpens(number); at > after {
		return at, nil
	}
	return b.dayFrom(b.now + 1), nil
}

// isUntimely reports whether there is nothing to subscribe to now.
func isUntimely(err error) bool {
	return errors.Is(err, types.ErrNotEnrolling) || errors.Is(err, types.ErrAlreadySubscribed)
}

// renew subscribes a household whose policy says so, from its prepaid money. If that does not suffice it is tried again for the
// next period.
func (k *Keeper) renew(ctx sdk.Context, it queue.Item) error {
	b, err := k.open(ctx, it.Record)
	if err != nil {
		return err
	}
	if b.area.IsClosed() {
		return nil
	}
	s, err := b.seat(ctx, it.Number)
	if err != nil {
		return err
	}
	if a := s.account.now; !a.IsOpen() || a.Meter == 0 || !a.Policy.AutoRenew {
		return nil
	}
	if err := b.settle(ctx, s); err != nil {
		return err
	}
	if err := b.renewNow(ctx, s); err != nil && !isUntimely(err) {
		return err
	}
	at, err := b.nextRenewal(ctx, it.At)
	if err != nil {
		return err
	}
	if err := b.work.Push(ctx, item(at, types.KindRenew, b.area.Id, s.slot)); err != nil {
		return err
	}
	return b.commit(ctx)
}

func (b *books) renewNow(ctx context.Context, s *seat) error {
	p, err := b.renewing(ctx)
	if err != nil {
		return err
	}
	o, err := b.offer(ctx, s, p)
	if err != nil {
		return err
	}
	a, err := b.accountOf(ctx, s)
	if err != nil {
		return err
	}
	purse, err := b.money(ctx)
	if err != nil {
		return err
	}
	if a.Prepaid < o.fee {
		return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventRenewalFailed{
			Area: a.Area, Slot: a.Slot, Period: o.period.Number, Fee: b.coin(o.fee), Prepaid: a.Prepaid,
		})
	}
	a.Prepaid -= o.fee
	purse.Prepaid -= o.fee
	return b.subscribe(ctx, s, o, true)
}
