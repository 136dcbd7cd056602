package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/check"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// account is the account in a slot of an area.
func (k *Keeper) account(ctx context.Context, area, slot uint64) (types.Account, error) {
	a, err := k.accounts.Get(ctx, collections.Join(area, slot))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Account{}, types.ErrAccountNotFound.Wrapf("area %d: expected the slot of an account, got %d", area, slot)
	}
	return a, err
}

func (k *Keeper) setAccount(ctx context.Context, a types.Account) error {
	return k.accounts.Set(ctx, collections.Join(a.Area, a.Slot), a)
}

// slotOf is the slot of the account of an owner.
func (k *Keeper) slotOf(ctx context.Context, area uint64, owner address) (uint64, error) {
	slot, err := k.owners.Get(ctx, collections.Join(owner.Bytes, area))
	if errors.Is(err, collections.ErrNotFound) {
		return 0, types.ErrAccountNotFound.Wrapf("area %d: expected somebody with an account, got %s", area, owner.Text)
	}
	return slot, err
}

// seatOfOwner is the settled seat of an owner whose account is open.
func (b *books) seatOfOwner(ctx context.Context, owner address) (*seat, error) {
	slot, err := b.slotOf(ctx, b.area.Id, owner)
	if err != nil {
		return nil, err
	}
	s, err := b.seat(ctx, slot)
	if err != nil {
		return nil, err
	}
	if a := s.account.now; !a.IsOpen() {
		return nil, types.ErrAccountClosed.Wrapf("area %d, slot %d: expected an open account, got one closed at %s",
			a.Area, a.Slot, check.Moment(a.ClosedAt))
	}
	return s, b.settle(ctx, s)
}

func bindingOfAccount(a types.Account) meteridtypes.Binding {
	return meteridtypes.Binding{Module: types.ModuleName, Ref: a.Area, Slot: a.Slot}
}

// moveOut ends the account of a household: its orders are cancelled, its tokens go back to those who stay, and what it owed
// becomes a deficit of all. Money stays prepaid; the caller unbinds the meter.
func (b *books) moveOut(ctx context.Context, s *seat) (ledger.Departure, error) {
	a, err := b.accountOf(ctx, s)
	if err != nil {
		return ledger.Departure{}, err
	}
	if err := b.dropOrders(ctx, s, types.ReasonClosed); err != nil {
		return ledger.Departure{}, err
	}
	if err := b.settle(ctx, s); err != nil {
		return ledger.Departure{}, err
	}
	if err := b.leavePeriods(ctx, s.household); err != nil {
		return ledger.Departure{}, err
	}
	water, left, err := b.water.Leave(s.household)
	if err != nil {
		return ledger.Departure{}, err
	}
	if err := b.dropValve(ctx, s); err != nil {
		return ledger.Departure{}, err
	}
	b.water, s.household, s.holding = water, ledger.Account{}, types.Holding{}
	a.ClosedAt, a.Policy = b.now, types.Policy{}
	return left, nil
}

// leavePeriods takes a settled household out of the lists of the periods that it has subscribed to. Fees stay in the pots.
func (b *books) leavePeriods(ctx context.Context, h ledger.Account) error {
	for _, subscribed := range []struct{ period, persons uint64 }{{h.Period, h.Persons}, {h.NextPeriod, h.NextPersons}} {
		if subscribed.period == 0 {
			continue
		}
		p, err := b.period(ctx, subscribed.period-1)
		if err != nil {
			return err
		}
		p.Subscribers--
		p.Persons -= subscribed.persons
	}
	return nil
}
