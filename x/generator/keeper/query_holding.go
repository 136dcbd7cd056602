package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Holding returns the holding of an account with the amounts it can claim now.
func (q queryServer) Holding(ctx context.Context, req *types.QueryHoldingRequest) (*types.QueryHoldingResponse, error) {
	account, err := q.reader.ReadAddress("account", req.Account)
	if err != nil {
		return nil, err
	}
	g, purse, err := q.reader.GeneratorWithPurse(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	h, err := q.reader.Holding(ctx, g.Id, account)
	if err != nil {
		return nil, err
	}
	if h.IsEmpty() {
		return nil, types.ErrHoldingNotFound.Wrapf("generator %d: expected an account with a holding, got %s", g.Id, account.Text)
	}
	view, err := holdingView(g, purse, h)
	if err != nil {
		return nil, err
	}
	return &types.QueryHoldingResponse{Holding: view}, nil
}

// holdingView returns a holding with the amounts that its account can claim now, and the minimum refund if the project failed
// now.
func holdingView(g types.Generator, purse types.Purse, h types.Holding) (types.HoldingView, error) {
	settled := h
	if err := market.SettleHoldings(&purse, &settled); err != nil {
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
		WithdrawableDue:    settled.Due,
	}
	switch {
	case !g.Status.HasOpenJob() || h.Shares == 0:
	case g.Status == types.GENERATOR_STATUS_ON_TRIAL:
		earned, err := g.Earned(purse)
		if err != nil {
			return types.HoldingView{}, err
		}
		v.Covered, v.CoveredUntil = h.Shares*((g.Bid.Cost-earned)/types.TotalShares), g.Deadline // at most the sum pledged
	default:
		v.Covered, v.CoveredUntil = h.Shares*g.SharePrice, g.Deadline // at most the sum pledged
	}
	return v, nil
}
