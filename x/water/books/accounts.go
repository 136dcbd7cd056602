package books

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/check"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// SeatOfOwner returns the settled seat of an owner, whose account may be closed.
func (b *Books) SeatOfOwner(ctx context.Context, owner state.Address) (*Seat, error) {
	slot, err := b.SlotOf(ctx, b.Area.Id, owner)
	if err != nil {
		return nil, err
	}
	return b.Touch(ctx, slot)
}

// ExpectOpen refuses a closed account.
func (s *Seat) ExpectOpen() error {
	if a := s.Account.Now; !a.IsOpen() {
		return types.ErrAccountClosed.Wrapf("area %d, slot %d: expected an open account, got one closed at %s",
			a.Area, a.Slot, check.Moment(a.ClosedAt))
	}
	return nil
}

// MoveOut closes the account of a household: its tokens return to the other households, and its overdraft becomes a deficit of the area,
// which the account still owes. An order in the next auction binds: what comes of it is the owner's. Fees of periods that have not started
// become prepaid money; the caller unbinds the meter.
func (b *Books) MoveOut(ctx context.Context, s *Seat) (ledger.Departure, error) {
	a, err := b.AccountOf(ctx, s)
	if err != nil {
		return ledger.Departure{}, err
	}
	if err := b.Settle(ctx, s); err != nil {
		return ledger.Departure{}, err
	}
	running := s.Household.Now
	water, household, left, err := b.Water.Leave(s.Household)
	if err != nil {
		return ledger.Departure{}, err
	}
	if s.Household.Begun {
		if _, err := b.leavePeriod(ctx, b.Water.Period, running.Persons); err != nil {
			return ledger.Departure{}, err
		}
	}
	if _, err := b.takeBack(ctx, s, left.Given, 0); err != nil {
		return ledger.Departure{}, err
	}
	if err := b.removeValve(ctx, s); err != nil {
		return ledger.Departure{}, err
	}
	b.Water, s.Household, s.Holding = water, household, state.Holding{}
	a.ClosedAt, a.ClosingAt, a.Policy = b.Now, 0, types.Policy{}
	return left, b.creditRefund(ctx, s, left.Settled.Refund)
}

// creditRefund credits a household with its part of the fees that no producer earned.
func (b *Books) creditRefund(ctx context.Context, s *Seat, amount uint64) error {
	if amount == 0 {
		return nil
	}
	a, err := b.AccountOf(ctx, s)
	if err != nil {
		return err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return err
	}
	purse.Refunds -= amount
	purse.Prepaid += amount
	a.Prepaid += amount
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventRefundCredited{
		Area: a.Area, Slot: a.Slot, Amount: b.Coin(amount), Prepaid: a.Prepaid,
	})
}

// CountPersons counts the persons behind the meter of a settled household by its present claim, and bounds what it has by them.
func (b *Books) CountPersons(ctx context.Context, s *Seat, m meteridtypes.Meter) error {
	persons := min(uint64(m.Occupants(b.Now)), ledger.MaxPersons)
	if persons == s.Household.Persons {
		return nil
	}
	water, household, err := b.Water.Reside(s.Household, persons)
	if err != nil {
		return err
	}
	b.Water, s.Household = water, household
	return b.Settle(ctx, s)
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

// ExpectApprovable refuses a second meter, and a meter that cannot be bound. The successor is that of the issuer of the area.
func (b *Books) ExpectApprovable(s *Seat, m meteridtypes.Meter, successor string, binds bool) error {
	if !binds {
		if a := s.Account.Now; a.Meter != m.Id {
			return types.ErrAccountHasMeter.Wrapf("area %d, slot %d: expected meter %d, got %d", a.Area, a.Slot, a.Meter, m.Id)
		}
		return nil
	}
	if err := ExpectMeterFor(b.Area, m, successor, meteridtypes.DIRECTION_CONSUMPTION); err != nil {
		return err
	}
	return ExpectUnbound(m)
}

// Approve records the consent. It bounds what the valve lets through, never who pays: whatever the meter draws is the household's. A household
// that gets a meter owes again what it owed when its last one went.
func (b *Books) Approve(ctx context.Context, s *Seat, msg *types.MsgApproveMeter, m meteridtypes.Meter, binds bool) error {
	a := &s.Account.Now
	if binds {
		if !a.IsOpen() {
			a.OpenedAt, a.ClosedAt = b.Now, 0
		}
		s.setMeter(msg.Meter)
		water, household, err := b.Water.Return(s.Household)
		if err != nil {
			return err
		}
		b.Water, s.Household = water, household
	}
	a.LimitLitres, a.Until, a.ClosingAt = msg.LimitLitres, msg.Until, 0
	s.Household.Spent = 0
	s.Holding.Bounded = a.IsBounded()
	return b.CountPersons(ctx, s, m)
}
