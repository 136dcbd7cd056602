package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/due"
	"github.com/utilityd/utilityd/x/water/types"
)

// RetryDue puts block work that failed back into the queue, due now.
func (s msgServer) RetryDue(goCtx context.Context, msg *types.MsgRetryDue) (*types.MsgRetryDueResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	now := ctx.BlockTime().Unix()
	if _, err := s.address("sender", msg.Sender); err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	item := types.DueItem{At: now, Kind: msg.Kind, Area: msg.Area, Number: msg.Number}

	// decide and apply
	err := s.due.Retry(ctx, msg.Kind, collections.Join(msg.Area, msg.Number), now)
	if errors.Is(err, due.ErrNotParked) {
		return nil, types.ErrNotParked.Wrapf("area %d: expected work of kind %d and number %d that has failed", msg.Area, msg.Kind, msg.Number)
	}
	if err != nil {
		return nil, err
	}
	return &types.MsgRetryDueResponse{}, ctx.EventManager().EmitTypedEvent(types.NewEventWorkRetried(item))
}
