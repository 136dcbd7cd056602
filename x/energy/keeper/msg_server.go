package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
)

// msgServer runs messages. All rules are here and none in the ante handler, so that messages inside other messages obey them
// too.
type msgServer struct {
	*Keeper
}

var _ types.MsgServer = msgServer{}

// NewMsgServer returns the message service of the module.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// messageOfSigner is a message about a community.
type messageOfSigner interface {
	GetCommunity() uint64
	Validate() error
}

// ofSigner parses the signer in a field of a message, validates the message, and loads its community.
func (s msgServer) ofSigner(
	goCtx context.Context, field, signer string, msg messageOfSigner,
) (sdk.Context, state.Address, types.Community, error) {
	ctx := sdk.UnwrapSDKContext(goCtx)
	account, err := s.ReadAddress(field, signer)
	if err != nil {
		return ctx, state.Address{}, types.Community{}, err
	}
	if err := msg.Validate(); err != nil {
		return ctx, state.Address{}, types.Community{}, err
	}
	community, err := s.Community(ctx, msg.GetCommunity())
	return ctx, account, community, err
}

// messageOfAdmin is a message of the admin of a community.
type messageOfAdmin interface {
	messageOfSigner
	GetAdmin() string
}

// ofAdmin does the same for a message of the admin, and checks that the signer is the admin.
func (s msgServer) ofAdmin(goCtx context.Context, msg messageOfAdmin) (sdk.Context, types.Community, error) {
	ctx, admin, community, err := s.ofSigner(goCtx, "admin", msg.GetAdmin(), msg)
	if err != nil {
		return ctx, types.Community{}, err
	}
	return ctx, community, state.ExpectAdmin(community, admin)
}

// UpdateParams replaces the parameters.
func (s msgServer) UpdateParams(goCtx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	authority, err := s.ReadAddress("authority", msg.Authority)
	if err != nil {
		return nil, err
	}
	if err := sdk.ValidateAuthority(ctx, s.Authority, authority.Text); err != nil {
		return nil, err
	}

	// decide
	if err := msg.Validate(); err != nil {
		return nil, err
	}

	// apply
	if err := s.Params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventParamsUpdated{Params: msg.Params})
}
