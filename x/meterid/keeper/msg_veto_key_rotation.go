package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// VetoKeyRotation refuses, as the owner, a key that the issuer proposed.
func (s msgServer) VetoKeyRotation(
	goCtx context.Context, msg *types.MsgVetoKeyRotation,
) (*types.MsgVetoKeyRotationResponse, error) {
	// load
	ctx, meter, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	pending, err := s.pendingKey(ctx, meter.Id)
	if err != nil {
		return nil, err
	}

	// apply
	if err := s.dropPendingKey(ctx, pending); err != nil {
		return nil, err
	}
	return &types.MsgVetoKeyRotationResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventKeyRotationVetoed{
		Meter: meter.Id,
	})
}
