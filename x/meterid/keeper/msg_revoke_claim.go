package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// RevokeClaim removes a claim. A revoked issuer may still take back what it attested.
func (s msgServer) RevokeClaim(goCtx context.Context, msg *types.MsgRevokeClaim) (*types.MsgRevokeClaimResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	issuer, err := s.account("issuer", msg.Issuer)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	meter, err := s.meterOfIssuer(ctx, msg.Meter, issuer)
	if err != nil {
		return nil, err
	}

	// decide
	if err := expectLive(meter); err != nil {
		return nil, err
	}
	meter, found := meter.WithoutClaim(msg.Type, msg.ValidFrom)
	if !found {
		return nil, types.ErrClaimNotFound.Wrapf("meter %d: expected a %s from %s", meter.Id, msg.Type, check.Moment(msg.ValidFrom))
	}

	// apply
	if err := s.meters.Set(ctx, meter.Id, meter); err != nil {
		return nil, err
	}
	return &types.MsgRevokeClaimResponse{},
		ctx.EventManager().EmitTypedEvent(&types.EventClaimRevoked{
			Meter: meter.Id, Type: msg.Type, ValidFrom: msg.ValidFrom,
		})
}
