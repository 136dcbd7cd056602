package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/water/types"
)

// Area is an area by its number.
func (st *Store) Area(ctx context.Context, id uint64) (types.Area, error) {
	a, err := st.Areas.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Area{}, types.ErrAreaNotFound.Wrapf("expected the number of an area, got %d", id)
	}
	return a, err
}

// SetArea stores an area.
func (st *Store) SetArea(ctx context.Context, a types.Area) error { return st.Areas.Set(ctx, a.Id, a) }

// AreaOfAdmin is an area that the account runs.
func (st *Store) AreaOfAdmin(ctx context.Context, id uint64, admin Address) (types.Area, error) {
	a, err := st.Area(ctx, id)
	if err != nil {
		return types.Area{}, err
	}
	return a, ExpectAdmin(a, admin)
}

// ExpectAdmin refuses anybody but the admin.
func ExpectAdmin(a types.Area, admin Address) error {
	if a.Admin != admin.Text {
		return types.ErrNotAdmin.Wrapf("area %d: expected %s, got %s", a.Id, a.Admin, admin.Text)
	}
	return nil
}

// ExpectOpen refuses a closed area.
func ExpectOpen(a types.Area) error {
	if a.IsClosed() {
		return types.ErrAreaClosed.Wrapf("area %d: expected an area that is not closed", a.Id)
	}
	return nil
}

// ExpectQuiet refuses what an auction that goes on in the next block cannot bear.
func (st *Store) ExpectQuiet(ctx context.Context, area uint64) error {
	running, err := st.Clearings.Has(ctx, area)
	if err != nil || !running {
		return err
	}
	return types.ErrClearing.Wrapf("an auction of area %d is under way, try again in the next block", area)
}

// ExpectRoom refuses money that the buckets of an area cannot hold.
func ExpectRoom(p types.Purse, amount uint64) error {
	if room := types.MaxMoney - min(p.Total(), types.MaxMoney); amount > room {
		return types.ErrMoneyTooLarge.Wrapf("area %d: expected at most %d more, got %d", p.Area, room, amount)
	}
	return nil
}

// ExpectDenomOf refuses money of another denom than that of the area.
func ExpectDenomOf(a types.Area, denom string) error {
	if denom != a.PaymentDenom {
		return types.ErrWrongDenom.Wrapf("area %d: expected %s, got %s", a.Id, a.PaymentDenom, denom)
	}
	return nil
}
