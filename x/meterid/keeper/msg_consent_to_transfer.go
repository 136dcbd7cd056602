package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// ConsentToTransfer lets the new owner accept a transfer before the time for a veto is over.
func (s msgServer) ConsentToTransfer(
	goCtx context.Context, msg *types.MsgConsentToTransfer,
) (*types.MsgConsentToTransferResponse, error) {
	// load
	ctx, meter, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	newOwner, err := s.ReadAddress("new_owner", msg.NewOwner)
	if err != nil {
		return nil, err
	}
	pending, err := s.pendingTransfer(ctx, meter.Id)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	if pending.NewOwner != newOwner.Text || pending.Closing != msg.Closing {
		return nil, types.ErrChanged.Wrapf("meter %d: expected %s, closing %s, as proposed, got %s, %s",
			meter.Id, pending.NewOwner, pending.Closing.Describe(), newOwner.Text, msg.Closing.Describe())
	}
	consented := pending
	consented.AcceptableAt = min(pending.AcceptableAt, now)

	// apply
	if err := s.pendingTransfers.Set(ctx, meter.Id, consented); err != nil {
		return nil, err
	}
	return &types.MsgConsentToTransferResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventTransferConsented{
		Meter: meter.Id, NewOwner: consented.NewOwner,
	})
}
