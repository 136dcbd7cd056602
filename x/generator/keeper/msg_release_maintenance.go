package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// ReleaseMaintenance pays what was claimed, or turns it down. The arbiter repeats recipient and amount, so that a claim that
// was replaced meanwhile is not paid by mistake.
func (s msgServer) ReleaseMaintenance(
	goCtx context.Context, msg *types.MsgReleaseMaintenance,
) (*types.MsgReleaseMaintenanceResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	arbiter, err := s.ReadAddress("arbiter", msg.Arbiter)
	if err != nil {
		return nil, err
	}
	recipient, err := s.ReadAddress("recipient", msg.Recipient)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	g, b, err := s.Project(ctx, msg.Generator)
	if err != nil {
		return nil, err
	}
	if err := state.ExpectArbiter(g, arbiter); err != nil {
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
		if b, err = spendMaintenance(g, b, claim.Amount); err != nil {
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
	if err := s.SetBooks(ctx, g.Id, b); err != nil {
		return nil, err
	}
	return &types.MsgReleaseMaintenanceResponse{}, s.Pay(ctx, recipient, claim.Amount)
}
