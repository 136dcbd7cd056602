package keeper

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/due"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// RetryDue puts block work that failed back into the queue, due now. Anybody may ask for it: it harms nobody.
func (s msgServer) RetryDue(goCtx context.Context, msg *types.MsgRetryDue) (*types.MsgRetryDueResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	if _, err := s.account("caller", msg.Caller); err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	pending, err := s.pendingKey(ctx, msg.Meter)
	if err != nil {
		return nil, err
	}

	// decide
	pending.EffectiveAt = ctx.BlockTime().Unix()

	// apply
	err = s.due.Retry(ctx, msg.Kind, msg.Meter, pending.EffectiveAt)
	if errors.Is(err, due.ErrNotParked) {
		return nil, types.ErrNotParked.Wrapf("meter %d: expected failed work of kind %d, got none", msg.Meter, msg.Kind)
	}
	if err != nil {
		return nil, err
	}
	// A key that waits names the time of its work, so that a veto finds it.
	if err := s.pendingKeys.Set(ctx, msg.Meter, pending); err != nil {
		return nil, err
	}
	return &types.MsgRetryDueResponse{}, ctx.EventManager().EmitTypedEvent(types.NewEventDueItemRetried(msg.Meter, msg.Kind))
}
