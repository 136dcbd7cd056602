package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/life"
	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// VoteRetirement sets or clears the vote of an owner to end the life of a generator early. A vote with which three quarters of the shares
// vote for it announces the retirement, unless one is announced; later votes are counted at the announced time.
func (s msgServer) VoteRetirement(
	goCtx context.Context, msg *types.MsgVoteRetirement,
) (*types.MsgVoteRetirementResponse, error) {
	// load
	ctx, account, g, purse, err := s.ofSigner(goCtx, "owner", msg.Owner, msg)
	if err != nil {
		return nil, err
	}
	h, err := s.Holding(ctx, g.Id, account)
	if err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	noticeOver := ctx.BlockTime().Unix() + types.Seconds(params.RetirementNoticeSeconds)

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_ACTIVE); err != nil {
		return nil, err
	}
	if err := expectRetirementVote(h, msg.Clear); err != nil {
		return nil, err
	}
	retiresAt := life.RetiresAt(g, purse, noticeOver)

	// apply
	if err := market.SetRetirementVote(&purse, &h, !msg.Clear); err != nil {
		return nil, err
	}
	if err := s.SetPurse(ctx, g.Id, purse); err != nil {
		return nil, err
	}
	if err := s.SetHolding(ctx, account, h); err != nil {
		return nil, err
	}
	event := &types.EventRetirementVoted{Generator: g.Id, Owner: h.Account, RetireShares: purse.RetireShares}
	if h.Retire {
		event.Shares = h.Shares
	}
	if err := ctx.EventManager().EmitTypedEvent(event); err != nil {
		return nil, err
	}
	if err := s.AnnounceRetirement(ctx, &g, purse, retiresAt); err != nil {
		return nil, err
	}
	resp := &types.MsgVoteRetirementResponse{RetireShares: purse.RetireShares}
	if g.RetirementAnnounced() {
		resp.RetiresAt = g.Deadline
	}
	return resp, nil
}

// expectRetirementVote refuses a vote of an account without shares, and the clearing of a vote that is not there.
func expectRetirementVote(h types.Holding, cleared bool) error {
	switch {
	case h.Shares == 0:
		return types.ErrNotOwner.Wrapf("generator %d: expected an owner of at least 1 share, got %s", h.Generator, h.Account)
	case cleared && !h.Retire:
		return types.ErrNoVote.Wrapf("generator %d: expected a vote of %s for the retirement, got none", h.Generator, h.Account)
	default:
		return nil
	}
}
