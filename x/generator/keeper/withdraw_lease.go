package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/types"
)

// withdrawLease pays out the revenue of a lease to its lessee: until now, or until the end of the lease if that is over.
func (s msgServer) withdrawLease(goCtx context.Context, msg *types.MsgWithdraw) (*types.MsgWithdrawResponse, error) {
	// load
	ctx, lessee, g, purse, err := s.ofSigner(goCtx, "account", msg.Account, msg)
	if err != nil {
		return nil, err
	}
	l, err := s.Lease(ctx, g.Id, msg.Lease)
	if err != nil {
		return nil, err
	}
	acc, err := s.LeaseAcc(ctx, purse, l, ctx.BlockTime().Unix())
	if err != nil {
		return nil, err
	}

	// decide
	if l.Lessee != lessee.Text {
		return nil, types.ErrNotLessee.Wrapf("lease %d: expected %s, got %s", l.Id, l.Lessee, lessee.Text)
	}
	after, lease := purse, l
	revenue, err := market.TakeLeaseRevenue(&after, &lease, acc)
	if err != nil {
		return nil, err
	}

	// apply
	if err := s.SetPurse(ctx, g.Id, after); err != nil {
		return nil, err
	}
	if err := s.SetLease(ctx, lease); err != nil {
		return nil, err
	}
	err = ctx.EventManager().EmitTypedEvent(&types.EventWithdrawn{
		Generator: g.Id, Account: lessee.Text, RevenueUsolar: revenue, Lease: lease.Id,
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgWithdrawResponse{RevenueUsolar: revenue}, s.Pay(ctx, lessee, market.SolarCoin(revenue))
}
