package keeper

import (
	"context"

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
	h, err := s.holding(ctx, g.Id, who)
	if err != nil {
		return nil, err
	}

	// decide
	if h.IsEmpty() {
		return nil, types.ErrHoldingNotFound.Wrapf("generator %d: expected an account that has something in it, got %s", g.Id, who.Text)
	}
	books, holding := b, h
	revenue, due, err := takeOut(&books, &holding)
	if err != nil {
		return nil, err
	}

	// apply
	if err := s.setBooks(ctx, g.Id, books); err != nil {
		return nil, err
	}
	if err := s.setHolding(ctx, who, holding); err != nil {
		return nil, err
	}
	err = ctx.EventManager().EmitTypedEvent(&types.EventWithdrawn{
		Generator: g.Id, Account: who.Text, RevenueUsolar: revenue, Due: due,
	})
	if err != nil {
		return nil, err
	}
	if err := s.pay(ctx, who, solarCoin(revenue)); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawResponse{RevenueUsolar: revenue, Due: due}, s.pay(ctx, who, paymentCoin(g, due))
}

// takeOut takes all that a holder is owed out of the buckets.
func takeOut(b *types.Books, h *types.Holding) (revenue, due uint64, err error) {
	if err := settle(b, h); err != nil {
		return 0, 0, err
	}
	revenue, due = h.Owed, h.Due
	if revenue == 0 && due == 0 {
		return 0, 0, types.ErrNothingToWithdraw.Wrapf("generator %d: expected something owed to %s, got 0", h.Generator, h.Account)
	}
	if err := decrease(&b.Owed, revenue); err != nil {
		return 0, 0, err
	}
	if err := decrease(&b.Due, due); err != nil {
		return 0, 0, err
	}
	h.Owed, h.Due = 0, 0
	if err := increase(&h.Withdrawn, revenue); err != nil {
		return 0, 0, err
	}
	return revenue, due, increase(&b.Withdrawn, revenue)
}
