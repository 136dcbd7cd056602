package life

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/types"
)

// CompleteFunding credits the upfront part after the last share was pledged, and sets the deadline of the installation.
func (k *Life) CompleteFunding(ctx sdk.Context, g *types.Generator, purse *types.Purse) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	upfront, err := g.Bid.Upfront()
	if err != nil {
		return err
	}
	if err := k.payUpTo(ctx, *g, purse, upfront, types.DueUpfront); err != nil {
		return err
	}
	g.FundedAt = ctx.BlockTime().Unix()
	until := PromisedAt(*g) + types.Seconds(params.InstallGraceSeconds)
	return k.SetStatus(ctx, g, types.GENERATOR_STATUS_PENDING_INSTALL, until, types.ReasonFunded)
}

// PromisedAt returns the time until which the provider promised to install. An installation after it counts as late.
func PromisedAt(g types.Generator) int64 { return g.FundedAt + types.Days(g.Bid.InstallDays) }

// payUpTo credits the provider with the cost up to an amount, if it was paid less. So parts of the cost that are paid before units
// are delivered are earned by the first units, and the next ones are paid.
func (k *Life) payUpTo(ctx sdk.Context, g types.Generator, purse *types.Purse, amount uint64, reason string) error {
	pay := amount - min(purse.Paid, amount)
	if err := k.CreditDue(ctx, g, purse, &purse.Pledged, pay, g.Provider(), reason); err != nil {
		return err
	}
	return market.Increase(&purse.Paid, pay)
}
