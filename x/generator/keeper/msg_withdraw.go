package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Withdraw pays an account all that it is owed, whatever has become of the generator: its revenue, and what was credited to
// it as requester or provider.
func (s msgServer) Withdraw(goCtx context.Context, msg *types.MsgWithdraw) (*types.MsgWithdrawResponse, error) {
	// load
	ctx, who, g, b, err := s.ofSigner(goCtx, "account", msg.Account, msg)
	if err != nil {
		return nil, err
	}
	h, err := s.Holding(ctx, g.Id, who)
	if err != nil {
		return nil, err
	}

	// decide
	if h.IsEmpty() {
		return nil, types.ErrHoldingNotFound.Wrapf("generator %d: expected an account that has something in it, got %s", g.Id, who.Text)
	}
	books, holding := b, h
	revenue, due, err := market.TakeOut(&books, &holding)
	if err != nil {
		return nil, err
	}

	// apply
	if err := s.SetBooks(ctx, g.Id, books); err != nil {
		return nil, err
	}
	if err := s.SetHolding(ctx, who, holding); err != nil {
		return nil, err
	}
	err = ctx.EventManager().EmitTypedEvent(&types.EventWithdrawn{
		Generator: g.Id, Account: who.Text, RevenueUsolar: revenue, Due: due,
	})
	if err != nil {
		return nil, err
	}
	if err := s.Pay(ctx, who, market.SolarCoin(revenue)); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawResponse{RevenueUsolar: revenue, Due: due}, s.Pay(ctx, who, market.PaymentCoin(g, due))
}
