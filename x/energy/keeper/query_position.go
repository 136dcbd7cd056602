package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/settlement"
	"github.com/utilityd/utilityd/x/energy/types"
)

// Position returns a member's result in an epoch with the arithmetic that explains it.
func (q queryServer) Position(ctx context.Context, req *types.QueryPositionRequest) (*types.QueryPositionResponse, error) {
	community, err := q.reader.Community(ctx, req.Community)
	if err != nil {
		return nil, err
	}
	s, err := q.reader.SettledEpoch(ctx, req.Community, req.Epoch)
	if err != nil {
		return nil, err
	}
	if _, err := q.reader.Member(ctx, req.Community, req.Slot); err != nil {
		return nil, err
	}
	prefix, interval, err := q.reader.BeforeSlot(ctx, s, req.Slot)
	if err != nil {
		return nil, err
	}
	rule, err := settlement.RuleOf(s)
	if err != nil {
		return nil, err
	}

	netted := !s.Terms.Paused && !community.IsClosedIn(req.Epoch)
	side := settlement.SideOf(interval)
	why := rule.Why(prefix, side)
	position := interval.PositionWh()
	resp := &types.QueryPositionResponse{
		Interval:    interval,
		PositionWh:  position,
		WeightWh:    side.Supply + side.Demand,
		ResidualWh:  residual(position, interval.SharedWh),
		Explanation: explain(s, netted, interval, prefix, side, why),
		Settlement:  s,
		Prefix:      settlement.StoredPrefix(prefix),
	}
	if why.Ground == netting.ByCut || why.Ground == netting.ByEntitlement {
		resp.Division = &types.Division{
			Total: why.Total, Weight: why.Weight, Offset: why.Offset,
			Prefix: why.Prefix, Own: why.Own, CutLow: why.Low, CutHigh: why.High,
		}
	}
	return resp, nil
}

// residual returns the part of a position that was not shared.
func residual(position int64, shared uint64) int64 {
	if position > 0 {
		return position - int64(shared) //nolint:gosec // at most the position
	}
	return position + int64(shared) //nolint:gosec // at most the position
}
