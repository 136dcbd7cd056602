package life

import (
	"context"
	"slices"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// SetStatus changes the status of a generator by a transition of types.Transitions. In a final status it has no deadline,
// dispute or meter. The caller stores it.
func (k *Life) SetStatus(
	ctx sdk.Context, g *types.Generator, status types.GeneratorStatus, deadline int64, reason string,
) error {
	if !slices.Contains(types.Transitions, types.Transition{From: g.Status, To: status, Reason: reason}) {
		return types.ErrInvariantBroken.Wrapf("generator %d: expected an allowed transition, got %s to %s, %s",
			g.Id, state.StatusName(g.Status), state.StatusName(status), reason)
	}
	if g.Status != types.GENERATOR_STATUS_UNSPECIFIED {
		if err := k.Statuses.Remove(ctx, collections.Join(uint64(g.Status), g.Id)); err != nil { //nolint:gosec // not negative
			return err
		}
	}
	g.Status = status
	if err := k.Statuses.Set(ctx, collections.Join(uint64(status), g.Id)); err != nil { //nolint:gosec // not negative
		return err
	}
	if err := k.SetDeadline(ctx, g, deadline); err != nil {
		return err
	}
	if status != types.GENERATOR_STATUS_OPEN_FOR_BIDS && status != types.GENERATOR_STATUS_AWAITING_ACCEPTANCE {
		g.Bids = 0
	}
	if status != types.GENERATOR_STATUS_INSTALLED {
		g.Dispute = nil
	}
	if status.IsFinal() {
		g.ClosedAt = ctx.BlockTime().Unix()
		if err := k.releaseMeter(ctx, g); err != nil {
			return err
		}
	}
	if reason == "" { // a request has an event of its own
		return nil
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventStatusChanged{
		Generator: g.Id, Status: g.Status, Reason: reason, Deadline: g.Deadline,
	})
}

// SetDeadline replaces the deadline of a generator and its block work, pending or failed; 0: none.
func (k *Life) SetDeadline(ctx context.Context, g *types.Generator, deadline int64) error {
	if g.Deadline != 0 {
		if err := k.Queue.Cancel(ctx, state.DeadlineItem(*g)); err != nil {
			return err
		}
	}
	g.Deadline = deadline
	if deadline == 0 {
		return nil
	}
	return k.Queue.Push(ctx, state.DeadlineItem(*g))
}

// releaseMeter unbinds the meter of a generator, if it has one.
func (k *Life) releaseMeter(ctx sdk.Context, g *types.Generator) error {
	if g.Meter == 0 {
		return nil
	}
	if err := k.Meters.UnbindMeter(ctx, g.Meter, types.ModuleName); err != nil {
		return err
	}
	g.Meter = 0
	return ctx.EventManager().EmitTypedEvent(types.NewEventMeterBound(*g))
}
