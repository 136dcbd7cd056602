package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Endings of the statuses of a generator. They move money between buckets only: what somebody gets is credited, so no payee
// can stop a transition. The caller stores the books.

// expire ends a request for which there is no accepted bid.
func (k *Keeper) expire(ctx sdk.Context, g *types.Generator, b *types.Books, reason string) error {
	if err := k.returnDeposit(ctx, g, b, g.Request.Requester); err != nil {
		return err
	}
	return k.end(ctx, g, types.GENERATOR_STATUS_EXPIRED, reason)
}

// unfunded ends a funding in which not all shares were pledged.
func (k *Keeper) unfunded(ctx sdk.Context, g *types.Generator, b *types.Books) error {
	g.RefundPerShare = g.SharePrice
	if err := k.credit(ctx, *g, b, &b.Bond, b.Bond, g.Provider(), types.DueBond); err != nil {
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

// commission pays the provider and lets the generator sell. The deposit goes back to a requester who confirmed the
// installation, and to the provider if another had to.
func (k *Keeper) commission(ctx sdk.Context, g *types.Generator, b *types.Books, depositTo, reason string) error {
	upfront, err := g.Bid.Upfront()
	if err != nil {
		return err
	}
	if err := k.credit(ctx, *g, b, &b.Pledged, g.Bid.Cost-upfront, g.Provider(), types.DueCost); err != nil {
		return err
	}
	if err := move(&b.Pledged, &b.Maintenance, pricing.Surplus(g.Bid.Cost)); err != nil {
		return err
	}
	if err := k.credit(ctx, *g, b, &b.Bond, b.Bond, g.Provider(), types.DueBond); err != nil {
		return err
	}
	if err := k.returnDeposit(ctx, g, b, depositTo); err != nil {
		return err
	}
	if err := k.recordEnd(ctx, *g, func(r *types.ProviderRecord) { r.Completed++ }); err != nil {
		return err
	}
	g.CommissionedAt = ctx.BlockTime().Unix()
	if err := k.enter(ctx, g, types.GENERATOR_STATUS_ACTIVE, g.LifeUntil(), reason); err != nil {
		return err
	}
	return k.setGenerator(ctx, *g)
}

// fail ends a project by the fault of the provider. The bond makes pledges good, and what is left of it is divided by
// shares; the remainder of that division, less than a base unit for each share, is the requester's.
func (k *Keeper) fail(ctx sdk.Context, g *types.Generator, b *types.Books, reason string) error {
	if err := move(&b.Bond, &b.Pledged, b.Bond); err != nil {
		return err
	}
	g.RefundPerShare = b.Pledged / types.TotalShares
	if g.RefundPerShare < g.SharePrice {
		return types.ErrInvariantBroken.Wrapf("generator %d: expected at least %d for each share, got %d",
			g.Id, g.SharePrice, g.RefundPerShare)
	}
	err := k.credit(ctx, *g, b, &b.Pledged, b.Pledged%types.TotalShares, g.Request.Requester, types.DueRemainder)
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
func (k *Keeper) undecided(ctx sdk.Context, g *types.Generator, b *types.Books) error {
	upfront, err := g.Bid.Upfront()
	if err != nil {
		return err
	}
	if err := move(&b.Bond, &b.Pledged, upfront); err != nil {
		return err
	}
	g.RefundPerShare = g.SharePrice
	if err := k.credit(ctx, *g, b, &b.Bond, b.Bond, g.Provider(), types.DueBond); err != nil {
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

// retire ends the life of a generator. What is owed stays to be withdrawn.
func (k *Keeper) retire(ctx sdk.Context, g *types.Generator, reason string) error {
	return k.end(ctx, g, types.GENERATOR_STATUS_RETIRED, reason)
}

// end enters a final status.
func (k *Keeper) end(ctx sdk.Context, g *types.Generator, status types.GeneratorStatus, reason string) error {
	if err := k.enter(ctx, g, status, 0, reason); err != nil {
		return err
	}
	return k.setGenerator(ctx, *g)
}

func (k *Keeper) returnDeposit(ctx sdk.Context, g *types.Generator, b *types.Books, to string) error {
	return k.credit(ctx, *g, b, &b.Deposit, b.Deposit, to, types.DueDeposit)
}
