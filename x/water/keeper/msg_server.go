package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// msgServer executes messages. All rules are here and none in the ante handler, so that they also hold for messages inside others.
type msgServer struct {
	*Keeper
}

var _ types.MsgServer = msgServer{}

// NewMsgServer returns the message service of the module.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{Keeper: k} }

// messageOfSigner is a message about an area.
type messageOfSigner interface {
	GetArea() uint64
	Validate() error
}

// ofSigner reads the signer in a field of a message, checks the message, and opens the books of its area.
func (s msgServer) ofSigner(
	goCtx context.Context, field, signer string, msg messageOfSigner,
) (sdk.Context, state.Address, *books.Books, error) {
	ctx := sdk.UnwrapSDKContext(goCtx)
	account, err := s.ReadAddress(field, signer)
	if err != nil {
		return ctx, state.Address{}, nil, err
	}
	if err := msg.Validate(); err != nil {
		return ctx, state.Address{}, nil, err
	}
	b, err := books.Open(ctx, s.Store, msg.GetArea())
	return ctx, account, b, err
}

// messageOfOwner is a message by the owner of an account in an area.
type messageOfOwner interface {
	messageOfSigner
	GetOwner() string
}

// ofOwner does the same for the owner of an account, which it settles. The account may be closed.
func (s msgServer) ofOwner(goCtx context.Context, msg messageOfOwner) (sdk.Context, *books.Books, *books.Seat, error) {
	ctx, owner, b, err := s.ofSigner(goCtx, "owner", msg.GetOwner(), msg)
	if err != nil {
		return ctx, nil, nil, err
	}
	seat, err := b.SeatOfOwner(ctx, owner)
	return ctx, b, seat, err
}

// ofOpenOwner does the same for the owner of an open account.
func (s msgServer) ofOpenOwner(goCtx context.Context, msg messageOfOwner) (sdk.Context, *books.Books, *books.Seat, error) {
	ctx, b, seat, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return ctx, nil, nil, err
	}
	return ctx, b, seat, seat.ExpectOpen()
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
