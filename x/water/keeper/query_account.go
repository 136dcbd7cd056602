package keeper

import (
	"context"
	"errors"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// Account returns a household as if it were settled now, and why its valve is as it is.
func (q queryServer) Account(ctx context.Context, req *types.QueryAccountRequest) (*types.QueryAccountResponse, error) {
	owner, err := q.address("owner", req.Owner)
	if err != nil {
		return nil, err
	}
	b, err := q.open(ctx, req.Area)
	if err != nil {
		return nil, err
	}
	slot, err := q.slotOf(ctx, req.Area, owner)
	if err != nil {
		return nil, err
	}
	s, view, err := b.view(ctx, slot)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryAccountResponse{Account: view, PaymentDenom: b.area.PaymentDenom}
	if view.Account.Meter != 0 {
		v, found, err := q.valve(ctx, view.Account.Meter)
		if err != nil {
			return nil, err
		}
		if found {
			resp.Valve = &v
		}
		if resp.Fee, resp.EnrolmentEndsAt, err = b.nextFee(ctx, view.Account.Meter); err != nil {
			return nil, err
		}
	}
	resp.Explanation, err = b.explain(ctx, s, view, resp.Valve)
	return resp, err
}

// view is a household as if it were settled now. The books are not to be closed.
func (b *books) view(ctx context.Context, slot uint64) (*seat, types.AccountView, error) {
	s, err := b.touch(ctx, slot)
	if err != nil {
		return nil, types.AccountView{}, err
	}
	return s, types.AccountView{
		Account:       s.account.now,
		Holding:       s.holding.With(s.household),
		BalanceLitres: s.household.Balance,
		LitresLeft:    s.household.Left(),
		DaysLeftCenti: s.household.DaysLeft(),
		CapLitres:     b.water.Cap(s.household),
	}, nil
}

// nextFee is what a household with the meter pays for the period that enrols, and until when.
func (b *books) nextFee(ctx context.Context, meter uint64) (fee uint64, until int64, err error) {
	p, err := b.enrolling(ctx)
	if errors.Is(err, types.ErrNotEnrolling) || errors.Is(err, types.ErrAreaClosed) {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, err
	}
	m, err := b.meters.Meter(ctx, meter)
	if err != nil {
		return 0, 0, err
	}
	persons := min(uint64(m.Occupants(b.now)), ledger.MaxPersons)
	return persons * p.FeePerPerson, p.StartsAt, nil // at most 20·2^40
}
