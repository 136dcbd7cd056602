package keeper

import (
	"context"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/water/types"
)

// SetPolicy replaces the standing instructions of an owner, and applies them at once. A policy of nothing ends them, in a closed
// area too.
func (s msgServer) SetPolicy(goCtx context.Context, msg *types.MsgSetPolicy) (*types.MsgSetPolicyResponse, error) {
	// load
	ctx, b, seat, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	policy := msg.Policy
	if policy != (types.Policy{}) {
		if err := expectOpen(b.area); err != nil {
			return nil, err
		}
	}
	if policy.Sells() && policy.SellAboveDays < b.area.ReserveDays {
		return nil, sdkerrors.ErrInvalidRequest.Wrapf("sell_above_days: expected 0 or at least %d, got %d",
			b.area.ReserveDays, policy.SellAboveDays)
	}
	if err := s.expectQuiet(ctx, b.area.Id); err != nil {
		return nil, err
	}

	// apply
	seat.account.now.Policy = policy
	seat.holding.Trades = policy.Trades()
	if err := ctx.EventManager().EmitTypedEvent(&types.EventPolicySet{
		Area: b.area.Id, Slot: seat.slot, Policy: policy,
	}); err != nil {
		return nil, err
	}
	if !policy.Trades() {
		if err := b.dropPolicyOrders(ctx, seat); err != nil {
			return nil, err
		}
	}
	if policy.AutoRenew {
		if err := b.scheduleRenewal(ctx, seat); err != nil {
			return nil, err
		}
	}
	return &types.MsgSetPolicyResponse{}, b.commit(ctx)
}
