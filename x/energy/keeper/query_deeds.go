package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Deeds returns the energy that each member gave to each other in an epoch, in the order of the givers, then of the takers.
func (q queryServer) Deeds(ctx context.Context, req *types.QueryDeedsRequest) (*types.QueryDeedsResponse, error) {
	list, err := lists.SpanOf(req.Pagination)
	if err != nil {
		return nil, err
	}
	s, err := q.reader.SettledEpoch(ctx, req.Community, req.Epoch)
	if err != nil {
		return nil, err
	}
	deeds, next, err := q.reader.DeedsIn(ctx, s, list.From, s.NettedWh, list.Limit)
	if err != nil {
		return nil, err
	}
	return &types.QueryDeedsResponse{Deeds: deeds, Pagination: nextPage(next, s.NettedWh)}, nil
}

// nextPage returns the key of the next page; empty after the last one.
func nextPage(next, end uint64) *query.PageResponse {
	if next >= end {
		return &query.PageResponse{}
	}
	return lists.Next(next)
}
