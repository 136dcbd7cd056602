package life

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
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
	purse.RefundPerShare = g.SharePrice
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

// declareDefault ends a project by the failure of the provider before any unit was delivered. The bond is added to the pledges and
// refunded with them, by share.
func (k *Life) declareDefault(ctx sdk.Context, g *types.Generator, purse *types.Purse, reason string) error {
	if err := market.Move(&purse.Bond, &purse.Pledged, purse.Bond); err != nil {
		return err
	}
	if err := k.refundPledged(ctx, *g, purse); err != nil {
		return err
	}
	if purse.RefundPerShare < g.SharePrice {
		return types.ErrInvariantBroken.Wrapf("generator %d: expected at least %d for each share, got %d",
			g.Id, g.SharePrice, purse.RefundPerShare)
	}
	if err := k.returnDeposit(ctx, g, purse, g.Request.Requester); err != nil {
		return err
	}
	if err := k.countEndedJob(ctx, *g, func(r *types.ProviderRecord) { r.Defaulted++ }); err != nil {
		return err
	}
	purse.Objecting = 0
	return k.setFinalStatus(ctx, g, types.GENERATOR_STATUS_DEFAULTED, reason)
}

// refundPledged refunds the pledges that are left to the shares. The remainder of the division, less than a base unit for each share,
// is due to the requester.
func (k *Life) refundPledged(ctx sdk.Context, g types.Generator, purse *types.Purse) error {
	purse.RefundPerShare = purse.Pledged / types.TotalShares
	return k.CreditDue(ctx, g, purse, &purse.Pledged, purse.Pledged%types.TotalShares, g.Request.Requester, types.DueRemainder)
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
