package keeper

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/work/queue"
	"github.com/utilityd/utilityd/x/work/types"
)

type msgServer struct {
	*Keeper
}

var _ types.MsgServer = msgServer{}

// NewMsgServer is the message service of the module.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// RetryWork makes failed work pending again, at the time for which it was first due. Any account may send it: work that still
// cannot be done fails again.
func (s msgServer) RetryWork(goCtx context.Context, msg *types.MsgRetryWork) (*types.MsgRetryWorkResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	if _, err := check.ReadAddress(s.addresses, "sender", msg.Sender); err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	handler, err := s.handler(msg.Module)
	if err != nil {
		return nil, err
	}
	kind, err := s.kindOf(msg.Module, msg.Kind)
	if err != nil {
		return nil, err
	}

	// apply
	it, err := s.Queue(msg.Module).Retry(ctx, msg.Record, kind, msg.Number)
	if errors.Is(err, queue.ErrNotFailed) {
		return nil, types.ErrNotFailed.Wrapf("%s %d: expected a failed %s of number %d, got none",
			msg.Module, msg.Record, msg.Kind, msg.Number)
	}
	if err != nil {
		return nil, err
	}
	if handler.OnRetried != nil {
		if err := handler.OnRetried(ctx, it); err != nil {
			return nil, err
		}
	}
	return &types.MsgRetryWorkResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventWorkRetried{Item: s.item(msg.Module, it)})
}

// UpdateParams replaces the parameters.
func (s msgServer) UpdateParams(goCtx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	authority, err := check.ReadAddress(s.addresses, "authority", msg.Authority)
	if err != nil {
		return nil, err
	}
	if err := sdk.ValidateAuthority(ctx, s.authority, authority.Text); err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}

	// apply
	if err := s.params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventParamsUpdated{Params: msg.Params})
}
