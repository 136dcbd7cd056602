package life

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Fund is what the last share does.
func (k *Life) Fund(ctx sdk.Context, g *types.Generator, b *types.Books) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	upfront, err := g.Bid.Upfront()
	if err != nil {
		return err
	}
	if err := k.Credit(ctx, *g, b, &b.Pledged, upfront, g.Provider(), types.DueUpfront); err != nil {
		return err
	}
	g.FundedAt = ctx.BlockTime().Unix()
	until := PromisedAt(*g) + types.Seconds(params.InstallGraceSeconds)
	return k.Enter(ctx, g, types.GENERATOR_STATUS_PENDING_INSTALL, until, types.ReasonFunded)
}

// PromisedAt is until when the provider promised to install. What comes later counts as late.
func PromisedAt(g types.Generator) int64 { return g.FundedAt + types.Days(g.Bid.InstallDays) }
