package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/due"
)

// RetryWork puts block work that failed back into the queue.
func (s msgServer) RetryWork(goCtx context.Context, msg *types.MsgRetryWork) (*types.MsgRetryWorkResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	if _, err := s.account("sender", msg.Sender); err != nil {
		return nil, err
	}

	// decide
	if err := msg.Validate(); err != nil {
		return nil, err
	}

	// apply
	it, err := s.retry(ctx, msg.Kind, collections.Join(msg.Generator, msg.Number))
	if errors.Is(err, due.ErrNotParked) {
		return nil, types.ErrNotParked.Wrapf("expected work that failed, got kind %d, generator %d, number %d",
			msg.Kind, msg.Generator, msg.Number)
	}
	if err != nil {
		return nil, err
	}
	return &types.MsgRetryWorkResponse{}, ctx.EventManager().EmitTypedEvent(types.NewEventWorkRetried(dueItem(it)))
}
