package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
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

// messageOfSigner is a message about a generator.
type messageOfSigner interface {
	GetGenerator() uint64
	Validate() error
}

// ofSigner reads the signer in a field of a message, checks the message, and loads its generator with the books.
func (s msgServer) ofSigner(
	goCtx context.Context, field, signer string, msg messageOfSigner,
) (sdk.Context, state.Address, types.Generator, types.Books, error) {
	ctx, who, g, err := s.generatorOfSigner(goCtx, field, signer, msg)
	if err != nil {
		return ctx, state.Address{}, types.Generator{}, types.Books{}, err
	}
	b, err := s.Books.Get(ctx, g.Id)
	return ctx, who, g, b, err
}

// generatorOfSigner does the same without the books.
func (s msgServer) generatorOfSigner(
	goCtx context.Context, field, signer string, msg messageOfSigner,
) (sdk.Context, state.Address, types.Generator, error) {
	ctx := sdk.UnwrapSDKContext(goCtx)
	who, err := s.ReadAddress(field, signer)
	if err != nil {
		return ctx, state.Address{}, types.Generator{}, err
	}
	if err := msg.Validate(); err != nil {
		return ctx, state.Address{}, types.Generator{}, err
	}
	g, err := s.Generator(ctx, msg.GetGenerator())
	return ctx, who, g, err
}

// UpdateParams replaces the parameters. Deadlines that are set stay as they are.
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
