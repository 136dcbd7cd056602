package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/water/types"
)

// area is an area by its number.
func (k *Keeper) area(ctx context.Context, id uint64) (types.Area, error) {
	a, err := k.areas.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Area{}, types.ErrAreaNotFound.Wrapf("expected the number of an area, got %d", id)
	}
	return a, err
}

func (k *Keeper) setArea(ctx context.Context, a types.Area) error { return k.areas.Set(ctx, a.Id, a) }

// areaOfAdmin is an area that the account runs.
func (k *Keeper) areaOfAdmin(ctx context.Context, id uint64, admin address) (types.Area, error) {
	a, err := k.area(ctx, id)
	if err != nil {
		return types.Area{}, err
	}
	return a, expectAdmin(a, admin)
}

func expectAdmin(a types.Area, admin address) error {
	if a.Admin != admin.Text {
		return types.ErrNotAdmin.Wrapf("area %d: expected %s, got %s", a.Id, a.Admin, admin.Text)
	}
	return nil
}

func expectOpen(a types.Area) error {
	if a.IsClosed() {
		return types.ErrAreaClosed.Wrapf("area %d: expected an area that is not closed", a.Id)
	}
	return nil
}

// expectQuiet refuses what an auction that goes on in the next block cannot bear.
func (k *Keeper) expectQuiet(ctx context.Context, area uint64) error {
	running, err := k.clearings.Has(ctx, area)
	if err != nil || !running {
		return err
	}
	return types.ErrClearing.Wrapf("an auction of area %d is under way, try again in the next block", area)
}

// expectRoom refuses money that the buckets of an area cannot hold.
func expectRoom(p types.Purse, amount uint64) error {
	if room := types.MaxMoney - min(p.Total(), types.MaxMoney); amount > room {
		return types.ErrMoneyTooLarge.Wrapf("area %d: expected at most %d more, got %d", p.Area, room, amount)
	}
	return nil
}

// expectDenomOf refuses money of another denom than that of the area.
func expectDenomOf(a types.Area, denom string) error {
	if denom != a.PaymentDenom {
		return types.ErrWrongDenom.Wrapf("area %d: expected %s, got %s", a.Id, a.PaymentDenom, denom)
	}
	return nil
}
