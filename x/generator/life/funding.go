package life

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

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
	if err := k.CreditDue(ctx, *g, purse, &purse.Pledged, upfront, g.Provider(), types.DueUpfront); err != nil {
		return err
	}
	g.FundedAt = ctx.BlockTime().Unix()
	until := PromisedAt(*g) + types.Seconds(params.InstallGraceSeconds)
	return k.SetStatus(ctx, g, types.GENERATOR_STATUS_PENDING_INSTALL, until, types.ReasonFunded)
}

// PromisedAt returns the time until which the provider promised to install. An installation after it counts as late.
func PromisedAt(g types.Generator) int64 { return g.FundedAt + types.Days(g.Bid.InstallDays) }
