package keeper

import (
	"context"
	"errors"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// AuthorizeIssuer names a certification body, or changes the one with that account.
func (s msgServer) AuthorizeIssuer(
	goCtx context.Context, msg *types.MsgAuthorizeIssuer,
) (*types.MsgAuthorizeIssuerResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	if err := s.checkAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	address, err := s.ReadAddress("address", msg.Address)
	if err != nil {
		return nil, err
	}
	known, err := s.issuer(ctx, address)
	if err != nil && !errors.Is(err, types.ErrIssuerNotFound) {
		return nil, err
	}

	// decide
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	for _, medium := range known.Media {
		if !slices.Contains(msg.Media, medium) {
			return nil, sdkerrors.ErrInvalidRequest.Wrapf("media: expected %s too, which meters of %s measure; revoke-issuer takes all of them back",
				medium, address.Text)
		}
	}
	media := slices.Clone(msg.Media)
	slices.Sort(media)
	issuer := types.Issuer{Address: address.Text, Name: msg.Name, Media: media, Active: true}

	// apply
	if err := s.issuers.Set(ctx, address.Bytes, issuer); err != nil {
		return nil, err
	}
	return &types.MsgAuthorizeIssuerResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventIssuerAuthorized{
		Address: issuer.Address, Name: issuer.Name,
	})
}
