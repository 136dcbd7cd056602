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
		return k.declareDefault(ctx, g, purse, types.ReasonNotInstalled)
	case types.GENERATOR_STATUS_INSTALLED:
		return k.endInstallation(ctx, g, purse)
	case types.GENERATOR_STATUS_ON_TRIAL:
		return k.endTrial(ctx, g, purse)
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

// endInstallation ends an installation: a proved one is commissioned, whoever is silent, any other has failed.
func (k *Life) endInstallation(ctx sdk.Context, g *types.Generator, purse *types.Purse) error {
	switch {
	case g.ProvedAt == 0:
		return k.declareDefault(ctx, g, purse, types.ReasonNotProved)
	case g.IsDisputed():
		return k.commissionWithPay(ctx, g, purse, types.ReasonUndecided)
	default:
		return k.commissionWithPay(ctx, g, purse, types.ReasonProved)
	}
}

// OpenDispute opens a dispute, or replaces that of the requester by one of the owners, and sets the deadline of the arbiter; the
// provider has at least the time to object for the proof. It is called at most twice for a generator.
func (k *Life) OpenDispute(ctx sdk.Context, g *types.Generator, d *types.Dispute) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	d.RaisedAt = ctx.BlockTime().Unix()
	g.Dispute = d
	if err := k.SetDeadline(ctx, g, max(g.RespondUntil, d.RaisedAt+types.Seconds(params.DecisionSeconds))); err != nil {
		return err
	}
	if err := k.SetGenerator(ctx, *g); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventDisputeRaised{
		Generator: g.Id, ByOwners: d.ByOwners, Reason: d.Reason, DecideUntil: g.Deadline,
	})
}
