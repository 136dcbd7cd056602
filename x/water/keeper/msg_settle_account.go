package keeper

import (
	"context"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/types"
)

// SettleAccount credits an account with its allotments and what its orders brought, as every reading does, and counts the persons behind its
// meter by their present claim. Anyone may send it, also for a closed account, whose last order no reading settles.
func (s msgServer) SettleAccount(goCtx context.Context, msg *types.MsgSettleAccount) (*types.MsgSettleAccountResponse, error) {
	// load
	if _, err := s.ReadAddress("sender", msg.Sender); err != nil {
		return nil, err
	}
	ctx, b, seat, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}

	isOpen := seat.Account.Now.IsOpen()
	var meter meteridtypes.Meter
	if isOpen {
		if meter, err = s.Meters.Meter(ctx, seat.Meter); err != nil {
			return nil, err
		}
	}

	// apply
	if isOpen {
		if err := b.CountPersons(ctx, seat, meter); err != nil {
			return nil, err
		}
	}
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	return &types.MsgSettleAccountResponse{
		BalanceLitres:   seat.Household.Balance,
		LifelineLitres:  seat.Household.Lifeline,
		OverdraftLitres: seat.Household.Overdraft,
	}, nil
}
