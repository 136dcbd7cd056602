package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// msgServer runs messages. All rules are here and none in the ante handler, so that messages inside other messages obey them
// too.
type msgServer struct {
	*Keeper
}

var _ types.MsgServer = msgServer{}

// NewMsgServer returns the message service of the module.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// messageOfSigner is a message about a generator.
type messageOfSigner interface {
	GetGenerator() uint64
	Validate() error
}

// ofSigner parses the signer in a field of a message, validates the message, and loads its generator and the purse.
func (s msgServer) ofSigner(
	goCtx context.Context, field, signer string, msg messageOfSigner,
) (sdk.Context, state.Address, types.Generator, types.Purse, error) {
	ctx, account, g, err := s.generatorOfSigner(goCtx, field, signer, msg)
	if err != nil {
		return ctx, state.Address{}, types.Generator{}, types.Purse{}, err
	}
	purse, err := s.Purses.Get(ctx, g.Id)
	return ctx, account, g, purse, err
}

// generatorOfSigner does the same without the purse.
func (s msgServer) generatorOfSigner(
	goCtx context.Context, field, signer string, msg messageOfSigner,
) (sdk.Context, state.Address, types.Generator, error) {
	ctx := sdk.UnwrapSDKContext(goCtx)
	account, err := s.ReadAddress(field, signer)
	if err != nil {
		return ctx, state.Address{}, types.Generator{}, err
	}
	if err := msg.Validate(); err != nil {
		return ctx, state.Address{}, types.Generator{}, err
	}
	g, err := s.Generator(ctx, msg.GetGenerator())
	return ctx, account, g, err
}

// messageOfRequester is a message of the requester of a generator.
type messageOfRequester interface {
	messageOfSigner
	GetRequester() string
}

// ofRequester does the same as ofSigner and checks that the signer is the requester.
func (s msgServer) ofRequester(
	goCtx context.Context, msg messageOfRequester,
) (sdk.Context, state.Address, types.Generator, types.Purse, error) {
	ctx, requester, g, purse, err := s.ofSigner(goCtx, "requester", msg.GetRequester(), msg)
	if err == nil {
		err = state.ExpectRequester(g, requester)
	}
	return ctx, requester, g, purse, err
}

// messageOfArbiter is a message of the arbiter of a generator.
type messageOfArbiter interface {
	messageOfSigner
	GetArbiter() string
}

// ofArbiter does the same as ofSigner and checks that the signer is the arbiter.
func (s msgServer) ofArbiter(
	goCtx context.Context, msg messageOfArbiter,
) (sdk.Context, types.Generator, types.Purse, error) {
	ctx, arbiter, g, purse, err := s.ofSigner(goCtx, "arbiter", msg.GetArbiter(), msg)
	if err != nil {
		return ctx, g, purse, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return ctx, g, purse, err
	}
	return ctx, g, purse, state.ExpectArbiter(g, params, arbiter)
}

// UpdateParams replaces the parameters. Deadlines already set do not change.
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
	if err := s.expectArbiters(msg.Params); err != nil {
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

// expectArbiters checks that the arbiters are accounts of this chain, in their one spelling.
func (k *Keeper) expectArbiters(params types.Params) error {
	for _, arbiter := range params.Arbiters {
		if err := k.expectCanonical("arbiters", arbiter); err != nil {
			return err
		}
	}
	return nil
}
