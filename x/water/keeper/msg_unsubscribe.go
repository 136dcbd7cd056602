package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/water/types"
)

// Unsubscribe takes back all subscriptions to periods that have not started. Whatever an admin changes about them, the household can leave with
// all that it paid.
func (s msgServer) Unsubscribe(goCtx context.Context, msg *types.MsgUnsubscribe) (*types.MsgUnsubscribeResponse, error) {
	// load
	ctx, b, seat, err := s.ofOpenOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}

	// apply
	seat.SkipsRenewal = true // it would subscribe again
	fees, err := b.Unsubscribe(ctx, seat, b.FirstComing()-1)
	if err != nil {
		return nil, err
	}
	return &types.MsgUnsubscribeResponse{Returned: b.Coin(fees)}, b.Commit(ctx)
}
