package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/types"
)

// Source returns a source, what its producer can collect, and what it is paid when the running period ends if everything stays as
// it is now; without a mint so far that is nothing.
func (q queryServer) Source(ctx context.Context, req *types.QuerySourceRequest) (*types.QuerySourceResponse, error) {
	b, err := books.Open(ctx, q.reader, req.Area)
	if err != nil {
		return nil, err
	}
	s, err := b.Source(ctx, req.Source)
	if err != nil {
		return nil, err
	}
	resp := &types.QuerySourceResponse{Source: *s}
	if s.Producer != "" {
		producer, err := q.reader.ReadAddress("producer", s.Producer)
		if err != nil {
			return nil, err
		}
		if resp.Payable, err = q.reader.Payable(ctx, req.Area, producer.Bytes); err != nil {
			return nil, err
		}
	}
	if !s.IsCurrent() || b.Water.Period == 0 {
		return resp, nil
	}
	running, err := b.Period(ctx, b.Water.Period-1)
	if err != nil || running.EndsAt == types.MaxTime {
		return resp, err
	}
	sources, paid, err := b.Reckon(ctx, running)
	if err != nil {
		return nil, err
	}
	for i := range sources {
		if sources[i].Id == s.Id && paid.Shares[i] > 0 {
			resp.Expected, resp.ExpectedAt = paid.Shares[i], running.EndsAt
		}
	}
	return resp, nil
}
