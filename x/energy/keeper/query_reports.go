package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/internal/pages"
)

// Reports returns the reports of an epoch and the members without one, by slot.
func (q queryServer) Reports(ctx context.Context, req *types.QueryReportsRequest) (*types.QueryReportsResponse, error) {
	list, err := lists.SpanOf(req.Pagination)
	if err != nil {
		return nil, err
	}
	if _, err := q.reader.Community(ctx, req.Community); err != nil {
		return nil, err
	}

	resp := &types.QueryReportsResponse{Pagination: &query.PageResponse{}}
	var reports pages.Page
	loaded := ^uint64(0)
	err = q.reader.Seats.WalkFrom(ctx, req.Community, list.From, func(slot uint64, s types.Seat) (bool, error) {
		if uint64(len(resp.Reports)) == list.Limit {
			resp.Pagination = lists.Next(slot)
			return true, nil
		}
		if page := slot / pages.Size; page != loaded {
			if err := q.reader.Intervals.Load(ctx, collections.Join(req.Community, req.Epoch), page, &reports); err != nil {
				return true, err
			}
			loaded = page
		}
		report := types.Report{Slot: slot}
		if i := int(slot % pages.Size); reports.Has(i) { //nolint:gosec // below pages.Size
			interval := state.IntervalForm.Read(&reports, i)
			report.Interval = &interval
		} else if !s.IsActiveIn(req.Epoch) {
			return false, nil
		}
		m, err := q.reader.Member(ctx, req.Community, slot)
		if err != nil {
			return true, err
		}
		report.Meter = m.Meter
		resp.Reports = append(resp.Reports, report)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	return resp, nil
}
