package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// RevokeClaim removes a claim. A revoked issuer may still revoke its claims.
func (s msgServer) RevokeClaim(goCtx context.Context, msg *types.MsgRevokeClaim) (*types.MsgRevokeClaimResponse, error) {
	// load
	ctx, issuer, meter, err := s.ofSigner(goCtx, "issuer", msg.Issuer, msg)
	if err != nil {
		return nil, err
	}
	if err := s.expectIssuer(ctx, meter, issuer.Text, meter.AuthorOf(msg.Type, msg.ValidFrom)); err != nil {
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
