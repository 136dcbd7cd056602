package keeper

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/settlement"
	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/work/queue"
)

// end ends a membership with the present epoch. The meter is released when its last readings can have come.
func (k *Keeper) end(ctx sdk.Context, c types.Community, slot uint64, seat types.Seat, reason string) (toEpoch uint64, err error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return 0, err
	}
	present := c.EpochAt(ctx.BlockTime().Unix())
	terms, err := k.MustTermsIn(ctx, c.Id, present)
	if err != nil {
		return 0, err
	}
	seat.ToEpoch = present + 1
	if err := k.Seats.Set(ctx, c.Id, slot, seat); err != nil {
		return 0, err
	}
	c.StaticWeightSum -= seat.StaticWeight
	if err := k.SetCommunity(ctx, c); err != nil {
		return 0, err
	}
	at := c.EpochEnd(present) + c.Waits(terms) + params.LateWindow()
	if err := k.Queue.Push(ctx, state.Item(at, types.KindRelease, c.Id, slot)); err != nil {
		return 0, err
	}
	return seat.ToEpoch, ctx.EventManager().EmitTypedEvent(&types.EventMemberLeft{
		Community: c.Id, Slot: slot, ToEpoch: seat.ToEpoch, Reason: reason,
	})
}

// endOrRetry ends a membership; for one that has ended already it tries again to release the meter, should that have failed.
func (k *Keeper) endOrRetry(ctx sdk.Context, c types.Community, slot uint64, reason string) (toEpoch uint64, err error) {
	seat, err := k.Seat(ctx, c.Id, slot)
	if err != nil {
		return 0, err
	}
	if seat.ToEpoch == 0 {
		return k.end(ctx, c, slot, seat, reason)
	}
	_, err = k.Queue.Retry(ctx, c.Id, types.KindRelease, slot)
	if errors.Is(err, queue.ErrNotFailed) {
		return 0, types.ErrMemberLeft.Wrapf("community %d: expected a member with no end, got slot %d, which ends with epoch %d",
			c.Id, slot, seat.ToEpoch)
	}
	return seat.ToEpoch, err
}

// release gives the meter of a member who left free, and hands what it carried to the grid once no epoch can add to it.
func (k *Keeper) release(ctx sdk.Context, community, slot uint64) error {
	c, err := k.Community(ctx, community)
	if err != nil {
		return err
	}
	m, err := k.Member(ctx, community, slot)
	if err != nil {
		return err
	}
	seat, err := k.Seat(ctx, community, slot)
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
		return k.Queue.Push(ctx, state.Item(ctx.BlockTime().Unix()+c.Span(1), types.KindRelease, community, slot))
	}
	return k.carryToGrid(ctx, c, slot)
}

// freeMeter ends the binding of a member's meter, if there still is one.
func (k *Keeper) freeMeter(ctx context.Context, m types.Member) error {
	meter, err := k.Meters.Meter(ctx, m.Meter)
	if err != nil {
		return err
	}
	if meter.Binding != state.BindingOf(m.Community, m.Slot) {
		return nil
	}
	if m, err = k.Fold(ctx, m, meter); err != nil {
		return err
	}
	if err := k.SetMember(ctx, m); err != nil {
		return err
	}
	return k.Meters.UnbindMeter(ctx, meter.Id, types.ModuleName)
}

// mayCarryMore reports whether a settlement to come may still change what a member who left carries.
func (k *Keeper) mayCarryMore(ctx context.Context, community uint64, s types.Seat) (bool, error) {
	if _, running, err := k.Cursor(ctx, community); err != nil || running {
		return running, err
	}
	epoch, found, err := k.OldestUnsettled(ctx, community)
	return found && epoch < s.ToEpoch, err
}

// carryToGrid ends what a member carries: nobody will net it any more.
func (k *Keeper) carryToGrid(ctx context.Context, c types.Community, slot uint64) error {
	w, err := k.Wallet(ctx, c.Id, slot)
	if err != nil || w.CarryWh == 0 {
		return err
	}
	imported, exported := settlement.GridEnergy(w.CarryWh)
	w.FromGridWh = exact.AddUpTo(w.FromGridWh, imported)
	w.ToGridWh = exact.AddUpTo(w.ToGridWh, exported)
	w.CarryWh = 0
	c.Totals.FromGridWh = exact.AddUpTo(c.Totals.FromGridWh, imported)
	c.Totals.ToGridWh = exact.AddUpTo(c.Totals.ToGridWh, exported)
	if err := k.Wallets.Set(ctx, c.Id, slot, w); err != nil {
		return err
	}
	return k.SetCommunity(ctx, c)
}
