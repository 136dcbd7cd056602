package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// msgServer carries messages out. All rules are here and none in the ante handler, so that messages inside others meet
// the same ones.
type msgServer struct {
	*Keeper
}

var _ types.MsgServer = msgServer{}

// NewMsgServer is the message service of the module.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// UpdateParams replaces the parameters.
func (s msgServer) UpdateParams(goCtx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	if err := s.checkAuthority(ctx, msg.Authority); err != nil {
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

func (s msgServer) checkAuthority(ctx sdk.Context, text string) error {
	authority, err := s.account("authority", text)
	if err != nil {
		return err
	}
	return sdk.ValidateAuthority(ctx, s.authority, authority.Text)
}
