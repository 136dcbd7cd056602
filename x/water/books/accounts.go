package books

import (
	"context"

	"github.com/utilityd/utilityd/x/internal/check"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// SeatOfOwner returns the settled seat of an owner whose account is open.
func (b *Books) SeatOfOwner(ctx context.Context, owner state.Address) (*Seat, error) {
	slot, err := b.SlotOf(ctx, b.Area.Id, owner)
	if err != nil {
		return nil, err
	}
	s, err := b.Seat(ctx, slot)
	if err != nil {
		return nil, err
	}
	if a := s.Account.Now; !a.IsOpen() {
		return nil, types.ErrAccountClosed.Wrapf("area %d, slot %d: expected an open account, got one closed at %s",
			a.Area, a.Slot, check.Moment(a.ClosedAt))
	}
	return s, b.Settle(ctx, s)
}

// MoveOut closes the account of a household: its tokens return to the other households, and its overdraft becomes a deficit of the area.
// An order in the next auction binds: what comes of it is the owner's. Money stays prepaid; the caller unbinds the meter.
func (b *Books) MoveOut(ctx context.Context, s *Seat) (ledger.Departure, error) {
	a, err := b.AccountOf(ctx, s)
	if err != nil {
		return ledger.Departure{}, err
	}
	if err := b.Settle(ctx, s); err != nil {
		return ledger.Departure{}, err
	}
	if err := b.unsubscribe(ctx, s.Household); err != nil {
		return ledger.Departure{}, err
	}
	water, left, err := b.Water.Leave(s.Household)
	if err != nil {
		return ledger.Departure{}, err
	}
	if err := b.removeValve(ctx, s); err != nil {
		return ledger.Departure{}, err
	}
	b.Water, s.Household, s.Holding = water, ledger.Account{Offered: s.Household.Offered}, state.Holding{}
	a.ClosedAt, a.Policy = b.Now, types.Policy{}
	return left, nil
}

// unsubscribe removes a settled household from the counts of its periods. Fees stay in the pots.
func (b *Books) unsubscribe(ctx context.Context, h ledger.Account) error {
	for _, subscribed := range []struct{ period, persons uint64 }{{h.Period, h.Persons}, {h.NextPeriod, h.NextPersons}} {
		if subscribed.period == 0 {
			continue
		}
		p, err := b.Period(ctx, subscribed.period)
		if err != nil {
			return err
		}
		p.Subscribers--
		p.Persons -= subscribed.persons
	}
	return nil
}

// ExpectFreeSlot refuses another account in a full area.
func (b *Books) ExpectFreeSlot(ctx context.Context) error {
	params, err := b.Params.Get(ctx)
	if err != nil {
		return err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return err
	}
	if counters.Accounts >= params.MaxAccounts {
		return types.ErrAreaFull.Wrapf("area %d: expected fewer than %d accounts, got %d", b.Area.Id, params.MaxAccounts, counters.Accounts)
	}
	return nil
}

// OpenAccount opens an account in the next slot.
func (b *Books) OpenAccount(ctx context.Context, owner state.Address) (*Seat, error) {
	counters, err := b.Counters(ctx)
	if err != nil {
		return nil, err
	}
	account := types.Account{Area: b.Area.Id, Slot: counters.Accounts, Owner: owner.Text, OpenedAt: b.Now}
	counters.Accounts++
	return b.newSeat(ctx, account, owner)
}

// ExpectApprovable refuses a second meter, and a meter that cannot be bound.
func (b *Books) ExpectApprovable(s *Seat, m meteridtypes.Meter, binds bool) error {
	if !binds {
		if a := s.Account.Now; a.Meter != m.Id {
			return types.ErrAccountHasMeter.Wrapf("area %d, slot %d: expected meter %d, got %d", a.Area, a.Slot, a.Meter, m.Id)
		}
		return nil
	}
	if err := ExpectMeterFor(b.Area, m, meteridtypes.DIRECTION_CONSUMPTION); err != nil {
		return err
	}
	return ExpectUnbound(m)
}

// Approve records the consent. Readings that begin from now on spend tokens. A new limit or end keeps that moment, otherwise water would
// be free in between.
func (s *Seat) Approve(msg *types.MsgApproveMeter, binds bool, now int64) {
	a := &s.Account.Now
	if binds {
		if !a.IsOpen() {
			a.OpenedAt, a.ClosedAt = now, 0
		}
		a.ApprovedAt = now
		s.setMeter(msg.Meter)
	}
	a.LimitLitres, a.Until = msg.LimitLitres, msg.Until
	s.Household.Spent = 0
	s.Holding.Guarded = true
}
