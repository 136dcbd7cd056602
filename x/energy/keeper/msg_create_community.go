package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/check"
)

// CreateCommunity creates a community with the signer as its admin. Its terms hold from the present epoch on.
func (s msgServer) CreateCommunity(
	goCtx context.Context, msg *types.MsgCreateCommunity,
) (*types.MsgCreateCommunityResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	admin, err := s.ReadAddress("admin", msg.Admin)
	if err != nil {
		return nil, err
	}
	supplier, err := s.ReadAddress("grid_supplier", msg.GridSupplier)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkBounds(msg.EpochSeconds, msg.MaxMembers, params); err != nil {
		return nil, err
	}
	if err := check.PaymentDenom(ctx, s.Bank, msg.PaymentDenom, types.ErrUnknownDenom); err != nil {
		return nil, err
	}

	// decide
	community := types.Community{
		Admin:        admin.Text,
		Name:         msg.Name,
		EpochSeconds: msg.EpochSeconds,
		PaymentDenom: msg.PaymentDenom,
		MaxMembers:   msg.MaxMembers,
		Status:       types.COMMUNITY_STATUS_ACTIVE,
	}
	terms := types.Terms{
		Key:                    msg.Key,
		Residual:               msg.Residual,
		PricePerKwh:            msg.PricePerKwh,
		GridSupplier:           supplier.Text,
		GraceSeconds:           msg.GraceSeconds,
		BorderToleranceSeconds: msg.BorderTolerance(),
		StaticTotalWeight:      msg.StaticTotalWeight,
	}

	// apply
	if community.Id, err = s.NextCommunity.Next(ctx); err != nil {
		return nil, err
	}
	if err := s.SetCommunity(ctx, community); err != nil {
		return nil, err
	}
	if err := s.SetTerms(ctx, community.Id, terms); err != nil {
		return nil, err
	}
	return &types.MsgCreateCommunityResponse{Community: community.Id},
		ctx.EventManager().EmitTypedEvent(&types.EventCommunityCreated{Community: community.Id, Admin: community.Admin})
}

// checkBounds checks the settings against the parameters.
func checkBounds(epochSeconds, maxMembers uint64, p types.Params) error {
	if epochSeconds < p.MinEpochSeconds {
		return sdkerrors.ErrInvalidRequest.Wrapf("epoch_seconds: expected at least %d, got %d", p.MinEpochSeconds, epochSeconds)
	}
	if maxMembers > p.MaxMembers {
		return sdkerrors.ErrInvalidRequest.Wrapf("max_members: expected at most %d, got %d", p.MaxMembers, maxMembers)
	}
	return nil
}
