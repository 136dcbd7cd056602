package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// ClaimMaintenance claims maintenance money, which is paid when the arbiter releases it: neither requester nor arbiter can
// take it alone.
func (s msgServer) ClaimMaintenance(goCtx context.Context, msg *types.MsgClaimMaintenance) (*types.MsgClaimMaintenanceResponse, error) {
	// load
	ctx, _, g, purse, err := s.ofRequester(goCtx, msg)
	if err != nil {
		return nil, err
	}
	recipient, err := s.ReadAddress("recipient", msg.Recipient)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	err = state.ExpectStatus(g,
		types.GENERATOR_STATUS_ON_TRIAL, types.GENERATOR_STATUS_ACTIVE, types.GENERATOR_STATUS_RETIRED)
	if err != nil {
		return nil, err
	}
	if _, err := spendMaintenance(g, purse, msg.Amount); err != nil {
		return nil, err
	}
	claim := types.MaintenanceClaim{
		Generator: g.Id, Recipient: recipient.Text, Amount: msg.Amount, Purpose: msg.Purpose, ClaimedAt: now,
	}

	// apply
	if err := s.MaintenanceClaims.Set(ctx, g.Id, claim); err != nil { // the money stays in its bucket until it is released
		return nil, err
	}
	return &types.MsgClaimMaintenanceResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventMaintenanceClaimed{
		Claim: claim,
	})
}
