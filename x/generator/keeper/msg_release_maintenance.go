package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// ReleaseMaintenance pays or refuses a claim. The arbiter repeats recipient and amount, so that a claim that was replaced in
// the meantime is not paid by mistake.
func (s msgServer) ReleaseMaintenance(
	goCtx context.Context, msg *types.MsgReleaseMaintenance,
) (*types.MsgReleaseMaintenanceResponse, error) {
	// load
	ctx, g, purse, err := s.ofArbiter(goCtx, msg)
	if err != nil {
		return nil, err
	}
	recipient, err := s.ReadAddress("recipient", msg.Recipient)
	if err != nil {
		return nil, err
	}
	claim, err := s.MaintenanceClaim(ctx, g.Id)
	if err != nil {
		return nil, err
	}

	// decide
	if claim.Recipient != recipient.Text || !claim.Amount.Equal(msg.Amount) {
		return nil, types.ErrClaimDiffers.Wrapf("generator %d: expected %s for %s, got %s for %s",
			g.Id, claim.Amount, claim.Recipient, msg.Amount, recipient.Text)
	}
	if !msg.Refuse {
		if purse, err = spendMaintenance(g, purse, claim.Amount); err != nil {
			return nil, err
		}
	}

	// apply
	if err := s.MaintenanceClaims.Remove(ctx, g.Id); err != nil {
		return nil, err
	}
	err = ctx.EventManager().EmitTypedEvent(&types.EventMaintenanceReleased{Claim: claim, Refused: msg.Refuse})
	if err != nil || msg.Refuse {
		return &types.MsgReleaseMaintenanceResponse{}, err
	}
	if err := s.SetPurse(ctx, g.Id, purse); err != nil {
		return nil, err
	}
	return &types.MsgReleaseMaintenanceResponse{}, s.Pay(ctx, recipient, claim.Amount)
}
