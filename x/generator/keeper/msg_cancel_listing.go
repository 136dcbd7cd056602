package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// CancelListing ends a listing of the signer, whatever the status of the generator. Shares that were not taken are free
// again.
func (s msgServer) CancelListing(goCtx context.Context, msg *types.MsgCancelListing) (*types.MsgCancelListingResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	owner, err := s.ReadAddress("owner", msg.Owner)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	l, err := s.Listing(ctx, msg.Generator, msg.Listing)
	if err != nil {
		return nil, err
	}

	// decide
	if l.Owner != owner.Text {
		return nil, types.ErrNotSeller.Wrapf("listing %d: expected %s, got %s", l.Id, l.Owner, owner.Text)
	}

	// apply
	if err := s.Queue.Cancel(ctx, state.ListingItem(l)); err != nil {
		return nil, err
	}
	return &types.MsgCancelListingResponse{Shares: l.Shares}, s.EndListing(ctx, l, types.ReasonCanceled)
}
