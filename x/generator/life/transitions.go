package life

import (
	"context"
	"slices"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Enter takes a generator to its next status. What is final has no deadline, dispute or meter. The caller stores it.
func (k *Life) Enter(
	ctx sdk.Context, g *types.Generator, status types.GeneratorStatus, deadline int64, reason string,
) error {
	if !slices.Contains(types.Life, types.Transition{From: g.Status, To: status, Reason: reason}) {
		return types.ErrInvariantBroken.Wrapf("generator %d: expected a transition of its life, got %s to %s, %s",
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
	if err := k.Schedule(ctx, g, deadline); err != nil {
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

// Schedule replaces the deadline of a generator, waiting or failed, by another; 0: none.
func (k *Life) Schedule(ctx context.Context, g *types.Generator, deadline int64) error {
	if g.Deadline != 0 {
		if err := k.Queue.Cancel(ctx, state.DeadlineOf(*g)); err != nil {
			return err
		}
	}
	g.Deadline = deadline
	if deadline == 0 {
		return nil
	}
	return k.Queue.Push(ctx, state.DeadlineOf(*g))
}

// releaseMeter lets the meter of a generator go, if it has one.
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
