package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/due"
)

// RetrySettlement puts the settlement of an epoch, or the removal of its records, back into the queue after it failed.
func (s msgServer) RetrySettlement(
	goCtx context.Context, msg *types.MsgRetrySettlement,
) (*types.MsgRetrySettlementResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	now := ctx.BlockTime().Unix()
	if _, err := s.account("sender", msg.Sender); err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	settlement, err := s.mustSettlement(ctx, msg.Community, msg.Epoch)
	if err != nil {
		return nil, err
	}
	cursor, running, err := s.cursor(ctx, msg.Community)
	if err != nil {
		return nil, err
	}

	// decide
	kind := types.KindPrune
	if settlement.Status == types.SETTLEMENT_STATUS_PARKED {
		kind = types.KindSettle
		settlement.Status, settlement.DueAt = types.SETTLEMENT_STATUS_OPEN, now
		if running && cursor.Epoch == msg.Epoch {
			settlement.Status = types.SETTLEMENT_STATUS_SETTLING
		}
	}

	// apply
	err = s.due.Retry(ctx, kind, collections.Join(msg.Community, msg.Epoch), now)
	if errors.Is(err, due.ErrNotParked) {
		return nil, types.ErrNotParked.Wrapf("community %d: expected an epoch whose work failed, got %d, which is %s",
			msg.Community, msg.Epoch, settlement.Status)
	}
	if err != nil {
		return nil, err
	}
	if err := s.setSettlement(ctx, settlement); err != nil {
		return nil, err
	}
	return &types.MsgRetrySettlementResponse{},
		ctx.EventManager().EmitTypedEvent(types.NewEventSettlementRetried(msg.Community, msg.Epoch))
}
