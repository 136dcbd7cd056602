package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/check"
)

// Object counts the shares of an owner against an installation, or no longer. Owners of more than half of all shares refer it to the
// arbiter, also after the arbiter dismissed a dispute of the requester: otherwise friends could use up the dispute.
func (s msgServer) Object(goCtx context.Context, msg *types.MsgObject) (*types.MsgObjectResponse, error) {
	// load
	ctx, owner, g, purse, err := s.ofSigner(goCtx, "owner", msg.Owner, msg)
	if err != nil {
		return nil, err
	}
	h, err := s.Holding(ctx, g.Id, owner)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_INSTALLED); err != nil {
		return nil, err
	}
	if err := expectInTime(g, now); err != nil {
		return nil, err
	}
	if h.Shares == 0 {
		return nil, types.ErrNotOwner.Wrapf("generator %d: expected an owner of shares, got %s", g.Id, owner.Text)
	}
	if msg.Clear && !h.Objects {
		return nil, types.ErrNoObjection.Wrapf("generator %d: expected an owner who objects, got %s", g.Id, owner.Text)
	}
	after, holding := purse, h
	if err := market.SetObjection(&after, &holding, !msg.Clear); err != nil {
		return nil, err
	}
	refer := after.Objecting >= types.MajorityShares && (g.Dispute == nil || !g.Dispute.ByOwners)

	// apply
	if err := s.SetHolding(ctx, owner, holding); err != nil {
		return nil, err
	}
	if err := s.SetPurse(ctx, g.Id, after); err != nil {
		return nil, err
	}
	if err := ctx.EventManager().EmitTypedEvent(&types.EventObjected{
		Generator: g.Id, Owner: owner.Text, Reason: msg.Reason, Objecting: after.Objecting,
	}); err != nil {
		return nil, err
	}
	if refer {
		if err := s.OpenDispute(ctx, &g, &types.Dispute{ByOwners: true, Reason: msg.Reason}); err != nil {
			return nil, err
		}
	}
	res := &types.MsgObjectResponse{Objecting: after.Objecting}
	if g.IsDisputed() && g.Dispute.ByOwners {
		res.DecideUntil = g.Deadline
	}
	return res, nil
}

// expectInTime checks that requester and owners may still object to the installation.
func expectInTime(g types.Generator, now int64) error {
	if now > g.RespondUntil {
		return types.ErrResponseOver.Wrapf("generator %d: expected an objection until %s, got one at %s",
			g.Id, check.Moment(g.RespondUntil), check.Moment(now))
	}
	return nil
}
