package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// msgServer carries messages out. All rules are here and none in the ante handler, so that messages inside others meet
// the same ones.
type msgServer struct {
	*Keeper
}

var _ types.MsgServer = msgServer{}

// NewMsgServer is the message service of the module.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{Keeper: k} }

// ofOwner is a message by which the owner of an account does something in an area.
type ofOwner interface {
	GetOwner() string
	GetArea() uint64
	Validate() error
}

// household opens the books for such a message, with the settled seat of the owner.
func (s msgServer) household(ctx context.Context, msg ofOwner) (*books, *seat, error) {
	owner, err := s.address("owner", msg.GetOwner())
	if err != nil {
		return nil, nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, nil, err
	}
	b, err := s.open(ctx, msg.GetArea())
	if err != nil {
		return nil, nil, err
	}
	seat, err := b.seatOfOwner(ctx, owner)
	return b, seat, err
}

// UpdateParams replaces the parameters.
func (s msgServer) UpdateParams(goCtx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	authority, err := s.address("authority", msg.Authority)
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
