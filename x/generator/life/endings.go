package life

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/types"
)

// expire ends a request for which there is no accepted bid.
func (k *Life) expire(ctx sdk.Context, g *types.Generator, b *types.Books, reason string) error {
	if err := k.returnDeposit(ctx, g, b, g.Request.Requester); err != nil {
		return err
	}
	return k.end(ctx, g, types.GENERATOR_STATUS_EXPIRED, reason)
}

// unfunded ends a funding in which not all shares were pledged.
func (k *Life) unfunded(ctx sdk.Context, g *types.Generator, b *types.Books) error {
	g.RefundPerShare = g.SharePrice
	if err := k.Credit(ctx, *g, b, &b.Bond, b.Bond, g.Provider(), types.DueBond); err != nil {
		return err
	}
	if err := k.returnDeposit(ctx, g, b, g.Request.Requester); err != nil {
		return err
	}
	if err := k.recordEnd(ctx, *g, func(r *types.ProviderRecord) { r.Unfunded++ }); err != nil {
		return err
	}
	return k.end(ctx, g, types.GENERATOR_STATUS_REFUNDING, types.ReasonNotFunded)
}

// Activate pays the provider and lets the generator sell. The deposit goes back to a requester who confirmed the
// installation, and to the provider if another had to.
func (k *Life) Activate(ctx sdk.Context, g *types.Generator, b *types.Books, depositTo, reason string) error {
	upfront, err := g.Bid.Upfront()
	if err != nil {
		return err
	}
	if err := k.Credit(ctx, *g, b, &b.Pledged, g.Bid.Cost-upfront, g.Provider(), types.DueCost); err != nil {
		return err
	}
	if err := market.Move(&b.Pledged, &b.Maintenance, pricing.Surplus(g.Bid.Cost)); err != nil {
		return err
	}
	if err := k.Credit(ctx, *g, b, &b.Bond, b.Bond, g.Provider(), types.DueBond); err != nil {
		return err
	}
	if err := k.returnDeposit(ctx, g, b, depositTo); err != nil {
		return err
	}
	if err := k.recordEnd(ctx, *g, func(r *types.ProviderRecord) { r.Completed++ }); err != nil {
		return err
	}
	g.CommissionedAt = ctx.BlockTime().Unix()
	if err := k.Enter(ctx, g, types.GENERATOR_STATUS_ACTIVE, g.LifeUntil(), reason); err != nil {
		return err
	}
	return k.SetGenerator(ctx, *g)
}

// Fail ends a project by the fault of the provider. The bond makes pledges good, and what is left of it is divided by
// shares; the remainder of that division, less than a base unit for each share, is the requester's.
func (k *Life) Fail(ctx sdk.Context, g *types.Generator, b *types.Books, reason string) error {
	if err := market.Move(&b.Bond, &b.Pledged, b.Bond); err != nil {
		return err
	}
	g.RefundPerShare = b.Pledged / types.TotalShares
	if g.RefundPerShare < g.SharePrice {
		return types.ErrInvariantBroken.Wrapf("generator %d: expected at least %d for each share, got %d",
			g.Id, g.SharePrice, g.RefundPerShare)
	}
	err := k.Credit(ctx, *g, b, &b.Pledged, b.Pledged%types.TotalShares, g.Request.Requester, types.DueRemainder)
	if err != nil {
		return err
	}
	if err := k.returnDeposit(ctx, g, b, g.Request.Requester); err != nil {
		return err
	}
	if err := k.recordEnd(ctx, *g, func(r *types.ProviderRecord) { r.Defaulted++ }); err != nil {
		return err
	}
	return k.end(ctx, g, types.GENERATOR_STATUS_DEFAULTED, reason)
}

// undecided ends a project about which nobody decided. Pledges are made good; the rest of the bond is the provider's, who
// may have built it.
func (k *Life) undecided(ctx sdk.Context, g *types.Generator, b *types.Books) error {
	upfront, err := g.Bid.Upfront()
	if err != nil {
		return err
	}
	if err := market.Move(&b.Bond, &b.Pledged, upfront); err != nil {
		return err
	}
	g.RefundPerShare = g.SharePrice
	if err := k.Credit(ctx, *g, b, &b.Bond, b.Bond, g.Provider(), types.DueBond); err != nil {
		return err
	}
	if err := k.returnDeposit(ctx, g, b, g.Request.Requester); err != nil {
		return err
	}
	if err := k.recordEnd(ctx, *g, func(r *types.ProviderRecord) { r.Undecided++ }); err != nil {
		return err
	}
	return k.end(ctx, g, types.GENERATOR_STATUS_REFUNDING, types.ReasonUndecided)
}

// Retire ends the life of a generator. What is owed stays to be withdrawn.
func (k *Life) Retire(ctx sdk.Context, g *types.Generator, reason string) error {
	return k.end(ctx, g, types.GENERATOR_STATUS_RETIRED, reason)
}

// end enters a final status.
func (k *Life) end(ctx sdk.Context, g *types.Generator, status types.GeneratorStatus, reason string) error {
	if err := k.Enter(ctx, g, status, 0, reason); err != nil {
		return err
	}
	return k.SetGenerator(ctx, *g)
}

func (k *Life) returnDeposit(ctx sdk.Context, g *types.Generator, b *types.Books, to string) error {
	return k.Credit(ctx, *g, b, &b.Deposit, b.Deposit, to, types.DueDeposit)
}
