package keeper

import (
	"context"
	"errors"

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
		if err := quoteNext(ctx, b, s, resp); err != nil {
			return nil, err
		}
	}
	resp.Explanation, err = b.Explain(ctx, s, view, resp.Valve)
	return resp, err
}

// quoteNext fills in the next period that a household can subscribe to. None in a closed area, or when it has subscribed as far as it can.
func quoteNext(ctx context.Context, b *books.Books, s *books.Seat, resp *types.QueryAccountResponse) error {
	if b.Area.IsClosed() {
		return nil
	}
	o, err := b.QuoteSubscription(ctx, s, 1)
	if errors.Is(err, types.ErrSubscribed) {
		return nil
	}
	if err != nil {
		return err
	}
	resp.Fee, resp.NextPeriod = o.Fee, o.Parts[0].First
	resp.NextPeriodStartsAt = b.Area.PeriodStart(resp.NextPeriod)
	return nil
}
