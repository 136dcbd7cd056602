package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

// msgServer carries messages out. All rules are here and none in the ante handler, so that messages inside others meet
// the same ones.
type msgServer struct {
	*Keeper
}

var _ types.MsgServer = msgServer{}

// NewMsgServer is the message service of the module.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// UpdateParams replaces the parameters. Deadlines that are set stay as they are.
func (s msgServer) UpdateParams(goCtx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	authority, err := s.account("authority", msg.Authority)
	if err != nil {
		return nil, err
	}
	if err := sdk.ValidateAuthority(ctx, s.authority, authority.Text); err != nil {
		return nil, err
	}

	// decide
	if err := msg.Validate(); err != nil {
		return nil, err
	}

	// apply
	if err := s.params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventParamsUpdated{Params: msg.Params})
}
