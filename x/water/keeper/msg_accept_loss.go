package keeper

import (
	"context"
	"encoding/hex"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// AcceptLoss approves a loss that a producer reported. It names the loss: a report that replaced it is not approved.
func (s msgServer) AcceptLoss(goCtx context.Context, msg *types.MsgAcceptLoss) (*types.MsgAcceptLossResponse, error) {
	// load
	ctx, admin, b, err := s.ofSigner(goCtx, "admin", msg.Admin, msg)
	if err != nil {
		return nil, err
	}
	source, err := b.Source(ctx, msg.Source)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectAdmin(b.Area, admin); err != nil {
		return nil, err
	}
	if err := expectPendingLoss(*source, msg); err != nil {
		return nil, err
	}
	water, err := b.LoseWater(source, msg.Litres)
	if err != nil {
		return nil, err
	}

	// apply
	b.Water = water
	source.LostLitres += msg.Litres
	source.PendingLossLitres, source.PendingEvidence = 0, ""
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	return &types.MsgAcceptLossResponse{StockLitres: b.Water.Stock, DeficitLitres: b.Water.Deficit},
		ctx.EventManager().EmitTypedEvent(&types.EventLossReported{
			Area: source.Area, Source: source.Id, LostLitres: msg.Litres, DeficitLitres: b.Water.Deficit, EvidenceHash: msg.EvidenceHash,
		})
}

// expectPendingLoss refuses the approval of another loss than the one that waits.
func expectPendingLoss(s types.Source, msg *types.MsgAcceptLoss) error {
	evidence := hex.EncodeToString(msg.EvidenceHash)
	switch {
	case s.PendingLossLitres == 0:
		return types.ErrNoLossPending.Wrapf("area %d, source %d: expected a loss that waits, got none", s.Area, s.Id)
	case s.PendingLossLitres != msg.Litres || s.PendingEvidence != evidence:
		return types.ErrNotAsProposed.Wrapf("area %d, source %d: expected %d litres by %s, got %d by %s",
			s.Area, s.Id, s.PendingLossLitres, s.PendingEvidence, msg.Litres, evidence)
	}
	return nil
}
