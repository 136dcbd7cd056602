package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/types"
)

// Source returns a source, the payable of its producer, and its pay at the end of the running period by the present pot and fund; without
// a mint so far that is 0.
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
	running, err := b.Period(ctx, b.Water.Period)
	if err != nil || running.EndsAt == types.MaxTime {
		return resp, err
	}
	sources, paid, err := b.ComputePayout(ctx, running)
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
