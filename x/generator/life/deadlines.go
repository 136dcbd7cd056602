// Package life changes the status of generators, by message or by deadline.
package life

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Life applies the rules of the life of a generator.
type Life struct {
	*market.Market
}

// silenceReason is the reason of a dispute by silence.
const silenceReason = "neither the requester nor the meter of the generator was heard of in time"

// HandleDeadline ends the status of a generator whose deadline has come. It does nothing if the deadline has moved or the
// status is final.
func (k *Life) HandleDeadline(ctx sdk.Context, id uint64) error {
	g, purse, err := k.GeneratorWithPurse(ctx, id)
	if err != nil {
		return err
	}
	if g.Status.IsFinal() || g.Deadline > ctx.BlockTime().Unix() {
		return nil
	}
	if err := k.endStatus(ctx, &g, &purse); err != nil {
		return err
	}
	return k.SetPurse(ctx, id, purse)
}

// endStatus changes the status of a generator whose deadline has come.
func (k *Life) endStatus(ctx sdk.Context, g *types.Generator, purse *types.Purse) error {
	switch g.Status {
	case types.GENERATOR_STATUS_OPEN_FOR_BIDS:
		if g.Bids == 0 {
			return k.expire(ctx, g, purse, types.ReasonNoBid)
		}
		return k.closeBidding(ctx, g)
	case types.GENERATOR_STATUS_AWAITING_ACCEPTANCE:
		return k.expire(ctx, g, purse, types.ReasonNotAccepted)
	case types.GENERATOR_STATUS_FUNDING:
		return k.refundUnfunded(ctx, g, purse)
	case types.GENERATOR_STATUS_PENDING_INSTALL:
		return k.DeclareDefault(ctx, g, purse, types.ReasonNotInstalled)
	case types.GENERATOR_STATUS_INSTALLED:
		return k.endInstallation(ctx, g, purse)
	case types.GENERATOR_STATUS_ACTIVE:
		return k.endActive(ctx, g, *purse)
	default:
		return types.ErrInvariantBroken.Wrapf("generator %d: expected a status with a deadline, got %s", g.Id, state.StatusName(g.Status))
	}
}

// closeBidding ends the bidding, so that the requester can accept a bid.
func (k *Life) closeBidding(ctx sdk.Context, g *types.Generator) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	until := ctx.BlockTime().Unix() + types.Seconds(params.AcceptanceSeconds)
	if err := k.SetStatus(ctx, g, types.GENERATOR_STATUS_AWAITING_ACCEPTANCE, until, types.ReasonBidsClosed); err != nil {
		return err
	}
	return k.SetGenerator(ctx, *g)
}

// endInstallation ends an installation that the requester did not confirm and the arbiter did not decide on. A reading
// confirms it, unless the requester disputes it.
func (k *Life) endInstallation(ctx sdk.Context, g *types.Generator, purse *types.Purse) error {
	switch {
	case g.Dispute != nil && !g.Dispute.BySilence:
		return k.refundUndecided(ctx, g, purse)
	case g.ProvedAt > 0:
		return k.Activate(ctx, g, purse, g.Provider(), types.ReasonByReading)
	case g.Dispute == nil:
		return k.OpenDispute(ctx, g, &types.Dispute{BySilence: true, Reason: silenceReason})
	default:
		return k.refundUndecided(ctx, g, purse)
	}
}

// OpenDispute opens a dispute, or replaces a dispute by silence with that of the requester, and sets the deadline of the
// arbiter. It is called at most twice for a generator.
func (k *Life) OpenDispute(ctx sdk.Context, g *types.Generator, d *types.Dispute) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	d.RaisedAt = ctx.BlockTime().Unix()
	g.Dispute = d
	if err := k.SetDeadline(ctx, g, d.RaisedAt+types.Seconds(params.DecisionSeconds)); err != nil {
		return err
	}
	if err := k.SetGenerator(ctx, *g); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventDisputeRaised{
		Generator: g.Id, BySilence: g.Dispute.BySilence, Reason: g.Dispute.Reason, DecideUntil: g.Deadline,
	})
}
