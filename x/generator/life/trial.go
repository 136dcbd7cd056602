package life

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/types"
)

// commissionWithPay commissions a proved installation and credits the payment at commissioning. A requester who confirmed it gets
// the deposit back; otherwise the provider gets it.
func (k *Life) commissionWithPay(ctx sdk.Context, g *types.Generator, purse *types.Purse, reason string) error {
	advance, err := g.Bid.Advance()
	if err != nil {
		return err
	}
	if err := k.payUpTo(ctx, *g, purse, advance, types.DueCommission); err != nil {
		return err
	}
	depositTo := g.Provider()
	if g.ConfirmedAt > 0 {
		depositTo = g.Request.Requester
	}
	return k.commission(ctx, g, purse, depositTo, reason)
}

// CommissionUpheld commissions a proved installation after the arbiter upheld a dispute: units alone pay the provider.
func (k *Life) CommissionUpheld(ctx sdk.Context, g *types.Generator, purse *types.Purse) error {
	return k.commission(ctx, g, purse, g.Request.Requester, types.ReasonUpheld)
}

// commission starts the trial and with it the sale of units. The surplus of the funding goes to maintenance.
func (k *Life) commission(ctx sdk.Context, g *types.Generator, purse *types.Purse, depositTo, reason string) error {
	if err := market.Move(&purse.Pledged, &purse.Maintenance, pricing.Surplus(g.Bid.Cost)); err != nil {
		return err
	}
	if err := k.returnDeposit(ctx, g, purse, depositTo); err != nil {
		return err
	}
	purse.Objecting = 0
	g.CommissionedAt = ctx.BlockTime().Unix()
	if err := k.SetStatus(ctx, g, types.GENERATOR_STATUS_ON_TRIAL, g.TrialUntil(), reason); err != nil {
		return err
	}
	return k.SetGenerator(ctx, *g)
}

// PayDelivery credits the provider with what units delivered on trial have earned. When all are delivered, the trial ends with this
// block.
func (k *Life) PayDelivery(ctx sdk.Context, g types.Generator, purse *types.Purse) error {
	earned, err := g.Earned(*purse)
	if err != nil {
		return err
	}
	if err := k.payUpTo(ctx, g, purse, earned, types.DueDelivery); err != nil {
		return err
	}
	now := ctx.BlockTime().Unix()
	if earned < g.Bid.Cost || g.Deadline <= now {
		return nil
	}
	if err := k.SetDeadline(ctx, &g, now); err != nil {
		return err
	}
	return k.SetGenerator(ctx, g)
}

// endTrial settles the pay of the provider. If not all units were delivered, the bond returns what was paid and not earned, and the
// owners get that and the rest of their pledges; they keep the generator, for which they paid by what it delivered.
func (k *Life) endTrial(ctx sdk.Context, g *types.Generator, purse *types.Purse) error {
	earned, err := g.Earned(*purse)
	if err != nil {
		return err
	}
	if err := k.payUpTo(ctx, *g, purse, earned, types.DueDelivery); err != nil {
		return err
	}
	reason, count := types.ReasonDelivered, func(r *types.ProviderRecord) { r.Completed++ }
	if earned < g.Bid.Cost {
		reason, count = types.ReasonTrialOver, func(r *types.ProviderRecord) { r.ShortTrials++ }
		if err := market.Move(&purse.Bond, &purse.Pledged, purse.Paid-earned); err != nil {
			return err
		}
		purse.Paid = earned
		if err := k.refundPledged(ctx, *g, purse); err != nil {
			return err
		}
	}
	if err := k.CreditDue(ctx, *g, purse, &purse.Bond, purse.Bond, g.Provider(), types.DueBond); err != nil {
		return err
	}
	if err := k.countEndedJob(ctx, *g, count); err != nil {
		return err
	}
	if err := k.SetStatus(ctx, g, types.GENERATOR_STATUS_ACTIVE, g.LifeUntil(), reason); err != nil {
		return err
	}
	return k.SetGenerator(ctx, *g)
}
