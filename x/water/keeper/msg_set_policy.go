package keeper

import (
	"context"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// SetPolicy replaces the standing instructions of an owner, and applies them at once. An empty policy ends them, also in a closed area; an
// order that the former one placed binds.
func (s msgServer) SetPolicy(goCtx context.Context, msg *types.MsgSetPolicy) (*types.MsgSetPolicyResponse, error) {
	// load
	ctx, b, seat, err := s.ofOpenOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	policy := msg.Policy
	if policy != (types.Policy{}) {
		if err := state.ExpectOpen(b.Area); err != nil {
			return nil, err
		}
	}
	if policy.Sells() && policy.SellAboveDays < b.Area.Terms.ReserveDays {
		return nil, sdkerrors.ErrInvalidRequest.Wrapf("sell_above_days: expected 0 or at least %d, got %d",
			b.Area.Terms.ReserveDays, policy.SellAboveDays)
	}

	// apply
	seat.Account.Now.Policy = policy
	seat.Holding.Trades, seat.Holding.Renews = policy.Trades(), policy.AutoRenew
	if err := ctx.EventManager().EmitTypedEvent(&types.EventPolicySet{
		Area: b.Area.Id, Slot: seat.Slot, Policy: policy,
	}); err != nil {
		return nil, err
	}
	return &types.MsgSetPolicyResponse{}, b.Commit(ctx)
}
