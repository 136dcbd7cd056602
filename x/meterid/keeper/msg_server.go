package keeper

import (
	"context"
	"errors"

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

// messageOfSigner is a message about a meter.
type messageOfSigner interface {
	GetMeter() uint64
	Validate() error
}

// ofSigner reads the signer in a field of a message, checks the message, and loads its meter.
func (s msgServer) ofSigner(
	goCtx context.Context, field, signer string, msg messageOfSigner,
) (sdk.Context, Address, types.Meter, error) {
	ctx := sdk.UnwrapSDKContext(goCtx)
	address, err := s.ReadAddress(field, signer)
	if err != nil {
		return ctx, Address{}, types.Meter{}, err
	}
	if err := msg.Validate(); err != nil {
		return ctx, Address{}, types.Meter{}, err
	}
	meter, err := s.Meter(ctx, msg.GetMeter())
	return ctx, address, meter, err
}

// messageOfIssuer is a message of its issuer about a meter.
type messageOfIssuer interface {
	messageOfSigner
	GetIssuer() string
}

// ofIssuer does the same for a message that only the issuer that acts for the meter may send.
func (s msgServer) ofIssuer(goCtx context.Context, msg messageOfIssuer) (sdk.Context, Address, types.Meter, error) {
	ctx, issuer, meter, err := s.ofSigner(goCtx, "issuer", msg.GetIssuer(), msg)
	if err != nil {
		return ctx, Address{}, types.Meter{}, err
	}
	return ctx, issuer, meter, s.expectActing(ctx, meter, issuer.Text)
}

// expectOwnerOrIssuer refuses a signer that is neither the owner of a meter nor an issuer that may take back what the author did.
func (s msgServer) expectOwnerOrIssuer(ctx context.Context, m types.Meter, signer Address, author string) error {
	if signer.Text == m.Owner {
		return nil
	}
	err := s.expectIssuer(ctx, m, signer.Text, author)
	if errors.Is(err, types.ErrNotIssuer) {
		return types.ErrNotIssuer.Wrapf("meter %d: expected its issuer or its owner %s, got %s", m.Id, m.Owner, signer.Text)
	}
	return err
}

// messageOfOwner is a message of its owner about a meter.
type messageOfOwner interface {
	messageOfSigner
	GetOwner() string
}

// ofOwner does the same for a message that only the owner of the meter may send.
func (s msgServer) ofOwner(goCtx context.Context, msg messageOfOwner) (sdk.Context, types.Meter, error) {
	ctx, owner, meter, err := s.ofSigner(goCtx, "owner", msg.GetOwner(), msg)
	if err != nil {
		return ctx, types.Meter{}, err
	}
	return ctx, meter, expectOwner(meter, owner)
}

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
	authority, err := s.ReadAddress("authority", text)
	if err != nil {
		return err
	}
	return sdk.ValidateAuthority(ctx, s.authority, authority.Text)
}
