package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// AcceptBid chooses a bid and opens the funding. The other bids can be taken back.
func (s msgServer) AcceptBid(goCtx context.Context, msg *types.MsgAcceptBid) (*types.MsgAcceptBidResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	requester, err := s.ReadAddress("requester", msg.Requester)
	if err != nil {
		return nil, err
	}
	provider, err := s.ReadAddress("provider", msg.Provider)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	g, b, err := s.Project(ctx, msg.Generator)
	if err != nil {
		return nil, err
	}
	if err := state.ExpectRequester(g, requester); err != nil {
		return nil, err
	}
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_AWAITING_ACCEPTANCE); err != nil {
		return nil, err
	}
	bid, err := s.Bid(ctx, g.Id, provider)
	if err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}

	// apply
	now := ctx.BlockTime().Unix()
	g.Bid, g.SharePrice, g.AcceptedAt = &bid, pricing.SharePrice(bid.Cost), now
	if err := market.Move(&b.BidBonds, &b.Bond, bid.Bond); err != nil {
		return nil, err
	}
	if err := s.RemoveBid(ctx, g.Id, provider); err != nil {
		return nil, err
	}
	if err := s.Record(ctx, g, func(r *types.ProviderRecord) { r.OpenJobs++ }); err != nil {
		return nil, err
	}
	err = s.Enter(ctx, &g, types.GENERATOR_STATUS_FUNDING, now+types.Seconds(params.FundingSeconds), types.ReasonAccepted)
	if err != nil {
		return nil, err
	}
	if err := s.SetProject(ctx, g, b); err != nil {
		return nil, err
	}
	return &types.MsgAcceptBidResponse{SharePrice: g.SharePrice, FundingUntil: g.Deadline},
		ctx.EventManager().EmitTypedEvent(&types.EventBidAccepted{
			Generator: g.Id, Provider: g.Provider(), SharePrice: g.SharePrice, FundingUntil: g.Deadline,
		})
}
