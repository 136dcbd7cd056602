package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// ClaimMaintenance asks for maintenance money. It is paid when the arbiter releases it: neither of the two can take it alone.
func (s msgServer) ClaimMaintenance(goCtx context.Context, msg *types.MsgClaimMaintenance) (*types.MsgClaimMaintenanceResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	requester, err := s.ReadAddress("requester", msg.Requester)
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
	if err := state.ExpectRequester(g, requester); err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_ACTIVE, types.GENERATOR_STATUS_RETIRED); err != nil {
		return nil, err
	}
	if _, err := spendMaintenance(g, b, msg.Amount); err != nil {
		return nil, err
	}
	claim := types.MaintenanceClaim{
		Generator: g.Id, Recipient: recipient.Text, Amount: msg.Amount, Purpose: msg.Purpose, ClaimedAt: now,
	}

	// apply
	if err := s.MaintenanceClaims.Set(ctx, g.Id, claim); err != nil { // the books stay as they are until it is released
		return nil, err
	}
	return &types.MsgClaimMaintenanceResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventMaintenanceClaimed{
		Claim: claim,
	})
}
