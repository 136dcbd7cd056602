package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// ppm is the number of millionths in a whole.
const ppm = 1_000_000

// Community returns a community, its terms now and those announced.
func (q queryServer) Community(goCtx context.Context, req *types.QueryCommunityRequest) (*types.QueryCommunityResponse, error) {
	ctx := sdk.UnwrapSDKContext(goCtx)
	community, err := q.reader.Community(ctx, req.Community)
	if err != nil {
		return nil, err
	}
	epoch := community.EpochAt(ctx.BlockTime().Unix())
	terms, err := q.reader.TermsIn(ctx, community.Id, epoch)
	if err != nil {
		return nil, err
	}
	coming, err := q.reader.ComingTerms(ctx, community.Id, epoch)
	if err != nil {
		return nil, err
	}
	return &types.QueryCommunityResponse{
		Community:          community,
		Epoch:              epoch,
		EpochEndsAt:        community.EpochEnd(epoch),
		Terms:              terms,
		ComingTerms:        coming,
		SelfSufficiencyPpm: selfSufficiency(community.Totals),
	}, nil
}

// selfSufficiency returns the part of the consumption that came from members, millionths rounded down.
func selfSufficiency(t types.Totals) uint64 {
	part, err := exact.MulDivFloor(t.NettedWh, ppm, exact.AddUpTo(t.NettedWh, t.FromGridWh))
	if err != nil { // nothing was consumed
		return 0
	}
	return part
}
