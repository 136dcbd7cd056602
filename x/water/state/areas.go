package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/water/types"
)

// Area returns an area by its number.
func (st *Store) Area(ctx context.Context, id uint64) (types.Area, error) {
	a, err := st.Areas.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Area{}, types.ErrAreaNotFound.Wrapf("expected the number of an area, got %d", id)
	}
	return a, err
}

// SetArea stores an area.
func (st *Store) SetArea(ctx context.Context, a types.Area) error { return st.Areas.Set(ctx, a.Id, a) }

// AreaOfAdmin returns an area if the account is its admin.
func (st *Store) AreaOfAdmin(ctx context.Context, id uint64, admin Address) (types.Area, error) {
	a, err := st.Area(ctx, id)
	if err != nil {
		return types.Area{}, err
	}
	return a, ExpectAdmin(a, admin)
}

// ExpectAdmin refuses an account other than the admin.
func ExpectAdmin(a types.Area, admin Address) error {
	if a.Admin != admin.Text {
		return types.ErrNotAdmin.Wrapf("area %d: expected %s, got %s", a.Id, a.Admin, admin.Text)
	}
	return nil
}

// ExpectOpen refuses a closed area.
func ExpectOpen(a types.Area) error {
	if a.IsClosed() {
		return types.ErrAreaClosed.Wrapf("area %d: expected an open area, got a closed one", a.Id)
	}
	return nil
}

// ExpectRoom refuses money beyond the maximum of the buckets of an area.
func ExpectRoom(p types.Purse, amount uint64) error {
	if room := types.MaxMoney - min(p.Total(), types.MaxMoney); amount > room {
		return types.ErrMoneyTooLarge.Wrapf("area %d: expected at most %d more, got %d", p.Area, room, amount)
	}
	return nil
}

// ExpectDenomOf refuses money in another denom than that of the area.
func ExpectDenomOf(a types.Area, denom string) error {
	if denom != a.PaymentDenom {
		return types.ErrWrongDenom.Wrapf("area %d: expected %s, got %s", a.Id, a.PaymentDenom, denom)
	}
	return nil
}
