package keeper

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/work/queue"
)

// end ends a membership with the present epoch. The meter is released when its last readings can have come.
func (k *Keeper) end(ctx sdk.Context, c types.Community, slot uint64, seat types.Seat, reason string) (toEpoch uint64, err error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return 0, err
	}
	present := c.EpochAt(ctx.BlockTime().Unix())
	terms, err := k.mustTermsIn(ctx, c.Id, present)
	if err != nil {
		return 0, err
	}
	seat.ToEpoch = present + 1
	if err := k.seats.Set(ctx, c.Id, slot, seat); err != nil {
		return 0, err
	}
	c.StaticWeightSum -= seat.StaticWeight
	if err := k.setCommunity(ctx, c); err != nil {
		return 0, err
	}
	at := c.EpochEnd(present) + c.Waits(terms) + params.LateWindow()
	if err := k.work.Push(ctx, item(at, types.KindRelease, c.Id, slot)); err != nil {
		return 0, err
	}
	return seat.ToEpoch, ctx.EventManager().EmitTypedEvent(&types.EventMemberLeft{
		Community: c.Id, Slot: slot, ToEpoch: seat.ToEpoch, Reason: reason,
	})
}

// endOrRetry ends a membership; for one that has ended already it tries again to release the meter, should that have failed.
func (k *Keeper) endOrRetry(ctx sdk.Context, c types.Community, slot uint64, reason string) (toEpoch uint64, err error) {
	seat, err := k.seat(ctx, c.Id, slot)
	if err != nil {
		return 0, err
	}
	if seat.ToEpoch == 0 {
		return k.end(ctx, c, slot, seat, reason)
	}
	_, err = k.work.Retry(ctx, c.Id, types.KindRelease, slot)
	if errors.Is(err, queue.ErrNotFailed) {
		return 0, types.ErrMemberLeft.Wrapf("community %d: expected a member with no end, got slot %d, which ends with epoch %d",
			c.Id, slot, seat.ToEpoch)
	}
	return seat.ToEpoch, err
}

// release gives the meter of a member who left free, and hands what it carried to the grid once no epoch can add to it.
func (k *Keeper) release(ctx sdk.Context, community, slot uint64) error {
	c, err := k.community(ctx, community)
	if err != nil {
		return err
	}
	m, err := k.member(ctx, community, slot)
	if err != nil {
		return err
	}
	seat, err := k.seat(ctx, community, slot)
	if err != nil {
		return err
	}
	if err := k.freeMeter(ctx, m); err != nil {
		return err
	}
	waits, err := k.mayCarryMore(ctx, community, seat)
	if err != nil {
		return err
	}
	if waits {
		return k.work.Push(ctx, item(ctx.BlockTime().Unix()+c.Span(1), types.KindRelease, community, slot))
	}
	return k.carryToGrid(ctx, c, slot)
}

// freeMeter ends the binding of a member's meter, if there still is one.
func (k *Keeper) freeMeter(ctx context.Context, m types.Member) error {
	meter, err := k.meters.Meter(ctx, m.Meter)
	if err != nil {
		return err
	}
	if meter.Binding != bindingOf(m.Community, m.Slot) {
		return nil
	}
	if m, err = k.fold(ctx, m, meter); err != nil {
		return err
	}
	if err := k.setMember(ctx, m); err != nil {
		return err
	}
	return k.meters.UnbindMeter(ctx, meter.Id, types.ModuleName)
}

// mayCarryMore reports whether a settlement to come may still change what a member who left carries.
func (k *Keeper) mayCarryMore(ctx context.Context, community uint64, s types.Seat) (bool, error) {
	if _, running, err := k.cursor(ctx, community); err != nil || running {
		return running, err
	}
	epoch, found, err := k.oldestUnsettled(ctx, community)
	return found && epoch < s.ToEpoch, err
}

// carryToGrid ends what a member carries: nobody will net it any more.
func (k *Keeper) carryToGrid(ctx context.Context, c types.Community, slot uint64) error {
	w, err := k.wallet(ctx, c.Id, slot)
	if err != nil || w.CarryWh == 0 {
		return err
	}
	imported, exported := gridEnergy(w.CarryWh)
	w.FromGridWh = exact.AddUpTo(w.FromGridWh, imported)
	w.ToGridWh = exact.AddUpTo(w.ToGridWh, exported)
	w.CarryWh = 0
	c.Totals.FromGridWh = exact.AddUpTo(c.Totals.FromGridWh, imported)
	c.Totals.ToGridWh = exact.AddUpTo(c.Totals.ToGridWh, exported)
	if err := k.wallets.Set(ctx, c.Id, slot, w); err != nil {
		return err
	}
	return k.setCommunity(ctx, c)
}

// gridEnergy splits a balance: a deficit comes from the grid, a surplus goes to it.
func gridEnergy(balance int64) (imported, exported uint64) {
	if balance < 0 {
		return uint64(-balance), 0 //nolint:gosec // a carried balance is at least -netting.MaxEnergy
	}
	return 0, uint64(balance)
}
