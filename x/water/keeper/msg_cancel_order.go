package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/water/types"
)

// CancelOrder takes an order out of the book, also in a closed area. A policy places its order again at the next touch, until the policy
// changes.
func (s msgServer) CancelOrder(goCtx context.Context, msg *types.MsgCancelOrder) (*types.MsgCancelOrderResponse, error) {
	// load
	ctx, b, seat, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	order, found, err := b.OrderOf(ctx, seat, msg.Side)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, types.ErrOrderNotFound.Wrapf("area %d, slot %d: expected an order of %s, got none", b.Area.Id, seat.Slot, msg.Side)
	}
	if err := s.ExpectNoAuction(ctx, b.Area.Id); err != nil {
		return nil, err
	}

	// apply
	seat.SkipsPolicy = true
	if err := b.RemoveOrder(ctx, seat, order, types.ReasonCancelled); err != nil {
		return nil, err
	}
	return &types.MsgCancelOrderResponse{}, b.Commit(ctx)
}
