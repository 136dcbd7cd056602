package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// DropPending ends what an issuer proposed about a meter: its owner vetoes it, or the issuer withdraws it.
func (s msgServer) DropPending(goCtx context.Context, msg *types.MsgDropPending) (*types.MsgDropPendingResponse, error) {
	// load
	ctx, signer, meter, err := s.ofOwnerOrIssuer(goCtx, msg.Signer, msg)
	if err != nil {
		return nil, err
	}

	// apply
	switch msg.Kind {
	case types.PROPOSAL_KIND_KEY:
		pending, err := s.pendingKey(ctx, meter.Id)
		if err != nil {
			return nil, err
		}
		return &types.MsgDropPendingResponse{}, s.dropKey(ctx, pending, signer.Text)
	case types.PROPOSAL_KIND_TRANSFER:
		if _, err = s.pendingTransfer(ctx, meter.Id); err == nil {
			err = s.pendingTransfers.Remove(ctx, meter.Id)
		}
	default:
		if _, err = s.pendingReplacement(ctx, meter.Id); err == nil {
			err = s.pendingReplacements.Remove(ctx, meter.Id)
		}
	}
	if err != nil {
		return nil, err
	}
	return &types.MsgDropPendingResponse{}, emitDropped(ctx, meter.Id, msg.Kind, signer.Text)
}

// dropKey ends a pending key; signer empty: its issuer no longer acts for the meter.
func (k *Keeper) dropKey(ctx sdk.Context, pending types.PendingKey, signer string) error {
	if err := k.dropPendingKey(ctx, pending); err != nil {
		return err
	}
	return emitDropped(ctx, pending.Meter, types.PROPOSAL_KIND_KEY, signer)
}

func emitDropped(ctx sdk.Context, meter uint64, kind types.ProposalKind, signer string) error {
	return ctx.EventManager().EmitTypedEvent(&types.EventProposalDropped{Meter: meter, Kind: kind, Signer: signer})
}
