package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// ClaimRefund refunds the signer's pledges. Its cost does not depend on the number of financiers.
func (s msgServer) ClaimRefund(goCtx context.Context, msg *types.MsgClaimRefund) (*types.MsgClaimRefundResponse, error) {
	// load
	ctx, financier, g, purse, err := s.ofSigner(goCtx, "financier", msg.Financier, msg)
	if err != nil {
		return nil, err
	}
	h, err := s.Holding(ctx, g.Id, financier)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_REFUNDING, types.GENERATOR_STATUS_DEFAULTED); err != nil {
		return nil, err
	}
	shares := h.Shares
	if shares == 0 {
		return nil, types.ErrNothingToRefund.Wrapf("generator %d: expected an account with shares, got %s", g.Id, financier.Text)
	}
	amount, err := exact.Mul(shares, g.RefundPerShare)
	if err != nil {
		return nil, types.ErrAmountTooLarge.Wrapf("%d shares of %d: %s", shares, g.RefundPerShare, err)
	}
	refund := market.PaymentCoin(g, amount)

	// apply
	if err := market.BurnShares(&g, &purse, &h, shares); err != nil {
		return nil, err
	}
	if err := market.Move(&purse.Pledged, &purse.Refunded, amount); err != nil {
		return nil, err
	}
	if err := market.Increase(&h.Refunded, amount); err != nil {
		return nil, err
	}
	if err := s.SetHolding(ctx, financier, h); err != nil {
		return nil, err
	}
	if err := s.SetGeneratorWithPurse(ctx, g, purse); err != nil {
		return nil, err
	}
	err = ctx.EventManager().EmitTypedEvent(&types.EventRefundPaid{
		Generator: g.Id, Financier: financier.Text, Shares: shares, Refund: refund, Left: purse.Pledged,
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgClaimRefundResponse{Shares: shares, Refund: refund}, s.Pay(ctx, financier, refund)
}
