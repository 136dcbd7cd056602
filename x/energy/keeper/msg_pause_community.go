package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
)

// PauseCommunity stops netting from the next epoch on.
func (s msgServer) PauseCommunity(goCtx context.Context, msg *types.MsgPauseCommunity) (*types.MsgPauseCommunityResponse, error) {
	// load
	ctx, community, err := s.ofAdmin(goCtx, msg)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectStatus(community, types.COMMUNITY_STATUS_ACTIVE); err != nil {
		return nil, err
	}

	// apply
	community.Status = types.COMMUNITY_STATUS_PAUSED
	next, err := s.setPaused(ctx, community)
	if err != nil {
		return nil, err
	}
	return &types.MsgPauseCommunityResponse{FromEpoch: next},
		ctx.EventManager().EmitTypedEvent(types.NewEventCommunityStatusChanged(community, next))
}

// setPaused stores a community whose status has become active or paused, and all its terms from the next epoch on. This needs no
// notice: a pause charges nothing, and its end brings back terms that were known.
func (k *Keeper) setPaused(ctx sdk.Context, c types.Community) (next uint64, err error) {
	now := ctx.BlockTime().Unix()
	next = c.EpochAt(now) + 1
	terms, err := k.TermsFrom(ctx, c.Id, next)
	if err != nil {
		return 0, err
	}
	for i := range terms {
		terms[i].FromEpoch = max(terms[i].FromEpoch, next)
		terms[i].Paused = c.Status == types.COMMUNITY_STATUS_PAUSED
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return 0, err
	}
	oldest, err := k.OldestNeeded(ctx, c, now, params)
	if err != nil {
		return 0, err
	}
	if err := k.SetCommunity(ctx, c); err != nil {
		return 0, err
	}
	return next, k.ReplaceTerms(ctx, c.Id, oldest, terms...)
}
