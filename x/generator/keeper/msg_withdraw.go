package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Withdraw pays out everything that an account is owed, whatever the status of the generator: revenue, refunds, and money due
// to it as requester or provider. Its cost does not depend on the number of owners. The shares of a failed project end with it. If the
// message names a lease, it pays out the revenue of that lease.
func (s msgServer) Withdraw(goCtx context.Context, msg *types.MsgWithdraw) (*types.MsgWithdrawResponse, error) {
	if msg.Lease != 0 {
		return s.withdrawLease(goCtx, msg)
	}

	// load
	ctx, account, g, purse, err := s.ofSigner(goCtx, "account", msg.Account, msg)
	if err != nil {
		return nil, err
	}
	h, err := s.Holding(ctx, g.Id, account)
	if err != nil {
		return nil, err
	}

	// decide
	if h.IsEmpty() {
		return nil, types.ErrHoldingNotFound.Wrapf("generator %d: expected an account with a holding, got %s", g.Id, account.Text)
	}
	after, owed, holding := g, purse, h
	revenue, due, err := market.TakeOwed(&owed, &holding)
	if err != nil {
		return nil, err
	}
	if g.Status.Refunds() {
		if err := market.BurnShares(&after, &owed, &holding); err != nil {
			return nil, err
		}
	}

	// apply
	if err := s.SetGeneratorWithPurse(ctx, after, owed); err != nil {
		return nil, err
	}
	if err := s.SetHolding(ctx, account, holding); err != nil {
		return nil, err
	}
	err = ctx.EventManager().EmitTypedEvent(&types.EventWithdrawn{
		Generator: g.Id, Account: account.Text, RevenueUsolar: revenue, Due: due,
	})
	if err != nil {
		return nil, err
	}
	if err := s.Pay(ctx, account, market.SolarCoin(revenue)); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawResponse{RevenueUsolar: revenue, Due: due}, s.Pay(ctx, account, market.PaymentCoin(g, due))
}
