package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Holding returns what an account has in a generator and what it is worth now.
func (q queryServer) Holding(ctx context.Context, req *types.QueryHoldingRequest) (*types.QueryHoldingResponse, error) {
	who, err := q.reader.ReadAddress("account", req.Account)
	if err != nil {
		return nil, err
	}
	g, b, err := q.reader.Project(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	h, err := q.reader.Holding(ctx, g.Id, who)
	if err != nil {
		return nil, err
	}
	if h.IsEmpty() {
		return nil, types.ErrHoldingNotFound.Wrapf("generator %d: expected an account that has something in it, got %s", g.Id, who.Text)
	}
	view, err := holdingView(g, b, h)
	if err != nil {
		return nil, err
	}
	return &types.QueryHoldingResponse{Holding: view}, nil
}

// holdingView is a holding as its account wants to see it: what it can take out now, and what it would get if the project
// failed.
func holdingView(g types.Generator, b types.Books, h types.Holding) (types.HoldingView, error) {
	settled := h
	if err := market.Settle(&b, &settled); err != nil {
		return types.HoldingView{}, err
	}
	earned := settled.Owed
	if err := market.Increase(&earned, h.Withdrawn); err != nil {
		return types.HoldingView{}, err
	}
	v := types.HoldingView{
		Holding:            h,
		Status:             g.Status,
		FreeShares:         h.FreeShares(),
		WithdrawableUsolar: settled.Owed,
		EarnedUsolar:       earned,
		PaymentDenom:       g.Request.PaymentDenom,
	}
	switch {
	case g.Status.Refunds():
		v.Refundable = h.Shares * g.RefundPerShare // at most what all pledged and the bond: it is in a bucket
	case g.Status.HasOpenJob() && h.Shares > 0:
		v.Covered, v.CoveredUntil = h.Shares*g.SharePrice, g.Deadline // at most what was pledged
	}
	return v, nil
}
