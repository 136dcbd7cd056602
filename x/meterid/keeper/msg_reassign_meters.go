package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// ReassignMeters names an issuer that acts for the meters of a revoked one, however many they are.
func (s msgServer) ReassignMeters(goCtx context.Context, msg *types.MsgReassignMeters) (*types.MsgReassignMetersResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	if err := s.checkAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	fromAddress, err := s.ReadAddress("from", msg.From)
	if err != nil {
		return nil, err
	}
	toAddress, err := s.ReadAddress("to", msg.To)
	if err != nil {
		return nil, err
	}
	from, err := s.issuer(ctx, fromAddress)
	if err != nil {
		return nil, err
	}
	to, err := s.activeIssuer(ctx, toAddress)
	if err != nil {
		return nil, err
	}

	// decide
	if from.Active {
		return nil, types.ErrIssuerActive.Wrapf("from: expected a revoked issuer, got %s, which acts for its meters itself", from.Address)
	}
	for _, medium := range from.Media {
		if !to.Certifies(medium) {
			return nil, types.ErrMediumNotCertified.Wrapf("to: expected an issuer for %s, got %s for %s", from.Media, to.Address, to.Media)
		}
	}
	reassigned := from
	reassigned.Successor = to.Address

	// apply
	if err := s.issuers.Set(ctx, fromAddress.Bytes, reassigned); err != nil {
		return nil, err
	}
	return &types.MsgReassignMetersResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventMetersReassigned{
		From: from.Address, To: to.Address,
	})
}
