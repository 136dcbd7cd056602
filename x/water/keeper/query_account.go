package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/types"
)

// Account returns a household as if it were settled now, and explains the state of its valve.
func (q queryServer) Account(ctx context.Context, req *types.QueryAccountRequest) (*types.QueryAccountResponse, error) {
	owner, err := q.reader.ReadAddress("owner", req.Owner)
	if err != nil {
		return nil, err
	}
	b, err := books.Open(ctx, q.reader, req.Area)
	if err != nil {
		return nil, err
	}
	slot, err := q.reader.SlotOf(ctx, req.Area, owner)
	if err != nil {
		return nil, err
	}
	s, view, err := b.View(ctx, slot)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryAccountResponse{Household: view, PaymentDenom: b.Area.PaymentDenom}
	if view.Account.Meter != 0 {
		v, found, err := q.reader.Valve(ctx, view.Account.Meter)
		if err != nil {
			return nil, err
		}
		if found {
			resp.Valve = &v
		}
		if resp.Fee, resp.EnrolmentEndsAt, err = b.NextFee(ctx, view.Account.Meter); err != nil {
			return nil, err
		}
	}
	resp.Explanation, err = b.Explain(ctx, s, view, resp.Valve)
	return resp, err
}
