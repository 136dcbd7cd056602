// Package life moves generators from status to status, by message or by deadline.
package life

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Life moves generators from status to status.
type Life struct {
	*market.Market
}

// silence is the reason of a dispute that nobody raised.
const silence = "neither the requester nor the meter of the generator was heard of in time"

// Deadline ends the status of a generator. Work that comes late, or for a deadline that has moved, does nothing.
func (k *Life) Deadline(ctx sdk.Context, id uint64) error {
	g, b, err := k.Project(ctx, id)
	if err != nil {
		return err
	}
	if g.Status.IsFinal() || g.Deadline > ctx.BlockTime().Unix() {
		return nil
	}
	if err := k.overdue(ctx, &g, &b); err != nil {
		return err
	}
	return k.SetBooks(ctx, id, b)
}

// overdue is what happens to a generator whose deadline has come.
func (k *Life) overdue(ctx sdk.Context, g *types.Generator, b *types.Books) error {
	switch g.Status {
	case types.GENERATOR_STATUS_OPEN_FOR_BIDS:
		if g.Bids == 0 {
			return k.expire(ctx, g, b, types.ReasonNoBid)
		}
		return k.closeBids(ctx, g)
	case types.GENERATOR_STATUS_AWAITING_ACCEPTANCE:
		return k.expire(ctx, g, b, types.ReasonNotAccepted)
	case types.GENERATOR_STATUS_FUNDING:
		return k.unfunded(ctx, g, b)
	case types.GENERATOR_STATUS_PENDING_INSTALL:
		return k.Fail(ctx, g, b, types.ReasonNotInstalled)
	case types.GENERATOR_STATUS_INSTALLED:
		return k.unanswered(ctx, g, b)
	case types.GENERATOR_STATUS_ACTIVE:
		return k.Retire(ctx, g, types.ReasonEndOfLife)
	default:
		return types.ErrInvariantBroken.Wrapf("generator %d: expected a status with a deadline, got %s", g.Id, state.StatusName(g.Status))
	}
}

// closeBids lets the requester choose.
func (k *Life) closeBids(ctx sdk.Context, g *types.Generator) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	until := ctx.BlockTime().Unix() + types.Seconds(params.AcceptanceSeconds)
	if err := k.Enter(ctx, g, types.GENERATOR_STATUS_AWAITING_ACCEPTANCE, until, types.ReasonBidsClosed); err != nil {
		return err
	}
	return k.SetGenerator(ctx, *g)
}

// unanswered is what becomes of an installation that the requester did not confirm and the arbiter did not decide about.
// What the requester disputes no reading settles.
func (k *Life) unanswered(ctx sdk.Context, g *types.Generator, b *types.Books) error {
	switch {
	case g.Dispute != nil && !g.Dispute.BySilence:
		return k.undecided(ctx, g, b)
	case g.ProvedAt > 0:
		return k.Activate(ctx, g, b, g.Provider(), types.ReasonByReading)
	case g.Dispute == nil:
		return k.AskArbiter(ctx, g, &types.Dispute{BySilence: true, Reason: silence})
	default:
		return k.undecided(ctx, g, b)
	}
}

// AskArbiter opens a dispute, or puts that of the requester in the place of one by silence, and gives the arbiter time to
// decide. It happens twice at most.
func (k *Life) AskArbiter(ctx sdk.Context, g *types.Generator, d *types.Dispute) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	d.RaisedAt = ctx.BlockTime().Unix()
	g.Dispute = d
	if err := k.Schedule(ctx, g, d.RaisedAt+types.Seconds(params.DecisionSeconds)); err != nil {
		return err
	}
	if err := k.SetGenerator(ctx, *g); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventDisputeRaised{
		Generator: g.Id, BySilence: g.Dispute.BySilence, Reason: g.Dispute.Reason, DecideUntil: g.Deadline,
	})
}
