package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// RevokeIssuer ends an issuer's right to certify, and what it proposed. Its meters continue.
func (s msgServer) RevokeIssuer(goCtx context.Context, msg *types.MsgRevokeIssuer) (*types.MsgRevokeIssuerResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	if err := s.checkAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	address, err := s.ReadAddress("address", msg.Address)
	if err != nil {
		return nil, err
	}
	issuer, err := s.activeIssuer(ctx, address)
	if err != nil {
		return nil, err
	}

	// apply
	issuer.Active = false
	if err := s.issuers.Set(ctx, address.Bytes, issuer); err != nil {
		return nil, err
	}
	return &types.MsgRevokeIssuerResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventIssuerRevoked{
		Address: issuer.Address,
	})
}
