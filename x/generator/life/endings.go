package life

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/types"
)

// expire ends a request without an accepted bid.
func (k *Life) expire(ctx sdk.Context, g *types.Generator, purse *types.Purse, reason string) error {
	if err := k.returnDeposit(ctx, g, purse, g.Request.Requester); err != nil {
		return err
	}
	return k.setFinalStatus(ctx, g, types.GENERATOR_STATUS_EXPIRED, reason)
}

// refundUnfunded ends a funding in which not all shares were pledged.
func (k *Life) refundUnfunded(ctx sdk.Context, g *types.Generator, purse *types.Purse) error {
	g.RefundPerShare = g.SharePrice
	if err := k.CreditDue(ctx, *g, purse, &purse.Bond, purse.Bond, g.Provider(), types.DueBond); err != nil {
		return err
	}
	if err := k.returnDeposit(ctx, g, purse, g.Request.Requester); err != nil {
		return err
	}
	if err := k.countEndedJob(ctx, *g, func(r *types.ProviderRecord) { r.Unfunded++ }); err != nil {
		return err
	}
	return k.setFinalStatus(ctx, g, types.GENERATOR_STATUS_REFUNDING, types.ReasonNotFunded)
}

// Activate pays the provider and starts the sale of units. The deposit returns to a requester who confirmed the installation;
// otherwise the provider gets it.
func (k *Life) Activate(ctx sdk.Context, g *types.Generator, purse *types.Purse, depositTo, reason string) error {
	upfront, err := g.Bid.Upfront()
	if err != nil {
		return err
	}
	if err := k.CreditDue(ctx, *g, purse, &purse.Pledged, g.Bid.Cost-upfront, g.Provider(), types.DueCost); err != nil {
		return err
	}
	if err := market.Move(&purse.Pledged, &purse.Maintenance, pricing.Surplus(g.Bid.Cost)); err != nil {
		return err
	}
	if err := k.CreditDue(ctx, *g, purse, &purse.Bond, purse.Bond, g.Provider(), types.DueBond); err != nil {
		return err
	}
	if err := k.returnDeposit(ctx, g, purse, depositTo); err != nil {
		return err
	}
	if err := k.countEndedJob(ctx, *g, func(r *types.ProviderRecord) { r.Completed++ }); err != nil {
		return err
	}
	g.CommissionedAt = ctx.BlockTime().Unix()
	if err := k.SetStatus(ctx, g, types.GENERATOR_STATUS_ACTIVE, g.LifeUntil(), reason); err != nil {
		return err
	}
	return k.SetGenerator(ctx, *g)
}

// DeclareDefault ends a project by the failure of the provider. The bond is added to the pledges and refunded with them, by
// share; the remainder of the division, less than a base unit for each share, is due to the requester.
func (k *Life) DeclareDefault(ctx sdk.Context, g *types.Generator, purse *types.Purse, reason string) error {
	if err := market.Move(&purse.Bond, &purse.Pledged, purse.Bond); err != nil {
		return err
	}
	g.RefundPerShare = purse.Pledged / types.TotalShares
	if g.RefundPerShare < g.SharePrice {
		return types.ErrInvariantBroken.Wrapf("generator %d: expected at least %d for each share, got %d",
			g.Id, g.SharePrice, g.RefundPerShare)
	}
	err := k.CreditDue(ctx, *g, purse, &purse.Pledged, purse.Pledged%types.TotalShares, g.Request.Requester, types.DueRemainder)
	if err != nil {
		return err
	}
	if err := k.returnDeposit(ctx, g, purse, g.Request.Requester); err != nil {
		return err
	}
	if err := k.countEndedJob(ctx, *g, func(r *types.ProviderRecord) { r.Defaulted++ }); err != nil {
		return err
	}
	return k.setFinalStatus(ctx, g, types.GENERATOR_STATUS_DEFAULTED, reason)
}

// refundUndecided ends a project that the arbiter did not decide on. The bond completes the pledges; the rest of it is due to
// the provider, who may have built the generator.
func (k *Life) refundUndecided(ctx sdk.Context, g *types.Generator, purse *types.Purse) error {
	upfront, err := g.Bid.Upfront()
	if err != nil {
		return err
	}
	if err := market.Move(&purse.Bond, &purse.Pledged, upfront); err != nil {
		return err
	}
	g.RefundPerShare = g.SharePrice
	if err := k.CreditDue(ctx, *g, purse, &purse.Bond, purse.Bond, g.Provider(), types.DueBond); err != nil {
		return err
	}
	if err := k.returnDeposit(ctx, g, purse, g.Request.Requester); err != nil {
		return err
	}
	if err := k.countEndedJob(ctx, *g, func(r *types.ProviderRecord) { r.Undecided++ }); err != nil {
		return err
	}
	return k.setFinalStatus(ctx, g, types.GENERATOR_STATUS_REFUNDING, types.ReasonUndecided)
}

// setFinalStatus sets a final status and stores the generator.
func (k *Life) setFinalStatus(ctx sdk.Context, g *types.Generator, status types.GeneratorStatus, reason string) error {
	if err := k.SetStatus(ctx, g, status, 0, reason); err != nil {
		return err
	}
	return k.SetGenerator(ctx, *g)
}

func (k *Life) returnDeposit(ctx sdk.Context, g *types.Generator, purse *types.Purse, to string) error {
	return k.CreditDue(ctx, *g, purse, &purse.Deposit, purse.Deposit, to, types.DueDeposit)
}
