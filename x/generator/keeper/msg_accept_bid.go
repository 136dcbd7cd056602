package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// AcceptBid accepts a bid and opens the funding. The other bids can be withdrawn.
func (s msgServer) AcceptBid(goCtx context.Context, msg *types.MsgAcceptBid) (*types.MsgAcceptBidResponse, error) {
	// load
	ctx, _, g, purse, err := s.ofRequester(goCtx, msg)
	if err != nil {
		return nil, err
	}
	provider, err := s.ReadAddress("provider", msg.Provider)
	if err != nil {
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

	proof, err := pricing.Proof(g.Request.CapacityW, params.ProofSeconds)
	if err != nil {
		return nil, types.ErrAmountTooLarge.Wrapf("generator %d: proof_seconds: %s", g.Id, err)
	}

	// apply
	now := ctx.BlockTime().Unix()
	g.Proof, g.ResponseSeconds = proof, params.ResponseSeconds // so that later parameters bind nobody who relied on these
	g.Bid, g.SharePrice, g.AcceptedAt = &bid, pricing.SharePrice(bid.Cost), now
	if err := market.Move(&purse.BidBonds, &purse.Bond, bid.Bond); err != nil {
		return nil, err
	}
	if err := s.RemoveBid(ctx, g.Id, provider); err != nil {
		return nil, err
	}
	if err := s.UpdateProvider(ctx, g, func(r *types.ProviderRecord) { r.OpenJobs++ }); err != nil {
		return nil, err
	}
	err = s.SetStatus(ctx, &g, types.GENERATOR_STATUS_FUNDING, now+types.Seconds(params.FundingSeconds), types.ReasonAccepted)
	if err != nil {
		return nil, err
	}
	if err := s.SetGeneratorWithPurse(ctx, g, purse); err != nil {
		return nil, err
	}
	return &types.MsgAcceptBidResponse{SharePrice: g.SharePrice, FundingUntil: g.Deadline},
		ctx.EventManager().EmitTypedEvent(&types.EventBidAccepted{
			Generator: g.Id, Provider: g.Provider(), SharePrice: g.SharePrice, FundingUntil: g.Deadline,
		})
}
