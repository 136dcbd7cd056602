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

// endMembership ends a membership with the present epoch. The release of the meter is scheduled for the time when that epoch has settled,
// if any reading of it comes within its grace.
func (k *Keeper) endMembership(ctx sdk.Context, c types.Community, slot uint64, seat types.Seat, reason string) (toEpoch uint64, err error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return 0, err
	}
	present := c.EpochAt(ctx.BlockTime().Unix())
	terms, err := k.TermsIn(ctx, c.Id, present)
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
	dueAt := state.DueAt(c, terms, present, c.EpochEnd(present)+terms.Waits(), params)
	if err := k.Queue.Push(ctx, state.WorkItem(dueAt, types.KindRelease, c.Id, slot)); err != nil {
		return 0, err
	}
	return seat.ToEpoch, ctx.EventManager().EmitTypedEvent(&types.EventMemberLeft{
		Community: c.Id, Slot: slot, ToEpoch: seat.ToEpoch, Reason: reason,
	})
}

// endOrRetryRelease ends a membership. If it has ended already and the release of its meter has failed, it retries the
// release.
func (k *Keeper) endOrRetryRelease(ctx sdk.Context, c types.Community, slot uint64, reason string) (toEpoch uint64, err error) {
	seat, err := k.Seat(ctx, c.Id, slot)
	if err != nil {
		return 0, err
	}
	if seat.ToEpoch == 0 {
		return k.endMembership(ctx, c, slot, seat, reason)
	}
	_, err = k.Queue.Retry(ctx, c.Id, types.KindRelease, slot)
	if errors.Is(err, queue.ErrNotFailed) {
		return 0, types.ErrMemberLeft.Wrapf("community %d: expected a member with no end, got slot %d, which ends with epoch %d",
			c.Id, slot, seat.ToEpoch)
	}
	return seat.ToEpoch, err
}

// releaseMember unbinds the meter of a member who left, and books its carried balance as grid energy once no settlement can
// change it.
func (k *Keeper) releaseMember(ctx sdk.Context, community, slot uint64) error {
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
	if err := k.unbindMeter(ctx, m); err != nil {
		return err
	}
	pending, err := k.hasUnsettledEpochs(ctx, community, seat)
	if err != nil {
		return err
	}
	if pending {
		return k.Queue.Push(ctx, state.WorkItem(ctx.BlockTime().Unix()+c.Span(1), types.KindRelease, community, slot))
	}
	return k.bookCarryToGrid(ctx, c, slot)
}

// unbindMeter ends the binding of a member's meter, if it is still bound.
func (k *Keeper) unbindMeter(ctx context.Context, m types.Member) error {
	meter, err := k.Meters.Meter(ctx, m.Meter)
	if err != nil {
		return err
	}
	if meter.Binding != state.BindingOf(m.Community, m.Slot) {
		return nil
	}
	if m, err = k.AddMeterTotals(ctx, m, meter); err != nil {
		return err
	}
	if err := k.SetMember(ctx, m); err != nil {
		return err
	}
	return k.Meters.UnbindMeter(ctx, meter.Id, types.ModuleName)
}

// hasUnsettledEpochs reports whether a settlement may still change the balance of a member who left.
func (k *Keeper) hasUnsettledEpochs(ctx context.Context, community uint64, s types.Seat) (bool, error) {
	if _, running, err := k.FindCursor(ctx, community); err != nil || running {
		return running, err
	}
	epoch, found, err := k.OldestUnsettled(ctx, community)
	return found && epoch < s.ToEpoch, err
}

// bookCarryToGrid books the carried balance of a member who left as grid energy: no later epoch nets it.
func (k *Keeper) bookCarryToGrid(ctx context.Context, c types.Community, slot uint64) error {
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
