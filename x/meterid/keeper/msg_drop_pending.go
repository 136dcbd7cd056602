package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// DropPending ends what an issuer proposed about a meter: its owner vetoes it, or the issuer withdraws it.
func (s msgServer) DropPending(goCtx context.Context, msg *types.MsgDropPending) (*types.MsgDropPendingResponse, error) {
	// load
	ctx, signer, meter, err := s.ofSigner(goCtx, "signer", msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	proposer, drop, err := s.pending(ctx, meter.Id, msg.Kind)
	if err != nil {
		return nil, err
	}
	if err := s.expectOwnerOrIssuer(ctx, meter, signer, proposer); err != nil {
		return nil, err
	}

	// apply
	if err := drop(ctx); err != nil {
		return nil, err
	}
	return &types.MsgDropPendingResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventProposalDropped{
		Meter: meter.Id, Kind: msg.Kind, Signer: signer.Text,
	})
}

// pending returns the issuer that proposed something about a meter, and what removes the proposal.
func (k *Keeper) pending(
	ctx context.Context, meter uint64, kind types.ProposalKind,
) (proposer string, drop func(context.Context) error, err error) {
	switch kind {
	case types.PROPOSAL_KIND_KEY:
		p, err := k.pendingKey(ctx, meter)
		return p.Issuer, func(ctx context.Context) error { return k.dropPendingKey(ctx, p) }, err
	case types.PROPOSAL_KIND_TRANSFER:
		p, err := k.pendingTransfer(ctx, meter)
		return p.Issuer, func(ctx context.Context) error { return k.pendingTransfers.Remove(ctx, meter) }, err
	default:
		p, err := k.pendingReplacement(ctx, meter)
		return p.Issuer, func(ctx context.Context) error { return k.pendingReplacements.Remove(ctx, meter) }, err
	}
}
