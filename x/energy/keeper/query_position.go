package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/pages"
)

// Position returns a member's result in an epoch with the arithmetic that explains it.
func (q queryServer) Position(ctx context.Context, req *types.QueryPositionRequest) (*types.QueryPositionResponse, error) {
	community, err := q.community(ctx, req.Community)
	if err != nil {
		return nil, err
	}
	s, err := q.settledEpoch(ctx, req.Community, req.Epoch)
	if err != nil {
		return nil, err
	}
	if _, err := q.member(ctx, req.Community, req.Slot); err != nil {
		return nil, err
	}
	prefix, interval, err := q.before(ctx, s, req.Slot)
	if err != nil {
		return nil, err
	}
	rule, err := ruleOf(s)
	if err != nil {
		return nil, err
	}

	netted := !s.Terms.Paused && !community.IsClosedIn(req.Epoch)
	side := sideOf(interval)
	why := rule.Why(prefix, side)
	position := interval.PositionWh()
	resp := &types.QueryPositionResponse{
		Interval:    interval,
		PositionWh:  position,
		WeightWh:    side.Supply + side.Demand,
		ResidualWh:  residual(position, interval.SharedWh),
		Explanation: explain(s, netted, interval, prefix, side, why),
		Settlement:  s,
		Prefix:      prefixFrom(prefix),
	}
	if why.Ground == netting.ByCut || why.Ground == netting.ByEntitlement {
		resp.Division = &types.Division{
			Total: why.Total, Weight: why.Weight, Offset: why.Offset,
			Prefix: why.Prefix, Own: why.Own, CutLow: why.Low, CutHigh: why.High,
		}
	}
	return resp, nil
}

// settledEpoch is a settlement that is done.
func (k *Keeper) settledEpoch(ctx context.Context, community, epoch uint64) (types.Settlement, error) {
	s, err := k.mustSettlement(ctx, community, epoch)
	if err != nil {
		return types.Settlement{}, err
	}
	if s.IsUnsettled() {
		return types.Settlement{}, types.ErrNotSettled.Wrapf("community %d, epoch %d: expected %s, got %s",
			community, epoch, types.SETTLEMENT_STATUS_SETTLED, s.Status)
	}
	return s, nil
}

// before is the sums over all slots before one, and the report of that one. It reads one page.
func (k *Keeper) before(ctx context.Context, s types.Settlement, slot uint64) (netting.Prefix, types.Interval, error) {
	page := slot / pages.Size
	stored, err := k.prefixBefore(ctx, s, page)
	if err != nil {
		return netting.Prefix{}, types.Interval{}, err
	}
	pg, err := k.intervals.Page(ctx, collections.Join(s.Community, s.Epoch), page)
	if err != nil {
		return netting.Prefix{}, types.Interval{}, err
	}
	own := int(slot % pages.Size) //nolint:gosec // below pages.Size
	if !pg.Has(own) {
		return netting.Prefix{}, types.Interval{}, types.ErrNotReported.Wrapf(
			"community %d, epoch %d: expected a member who reported, got slot %d", s.Community, s.Epoch, slot)
	}
	prefix := prefixOf(stored)
	for i := range own {
		add(&prefix, intervalForm.Read(pg, i))
	}
	interval := intervalForm.Read(pg, own)
	prefix.Weight += interval.WeightBefore
	return prefix, interval, nil
}

// prefixBefore is the sums before a page of slots. An epoch that was settled when there were fewer pages has none for later
// ones.
func (k *Keeper) prefixBefore(ctx context.Context, s types.Settlement, page uint64) (types.Prefix, error) {
	p, err := k.prefixes.Get(ctx, collections.Join(s.Community, s.Epoch), page)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Prefix{SupplyWh: s.SupplyWh, DemandWh: s.DemandWh, Weight: s.Weight, GivenWh: s.NettedWh, TakenWh: s.NettedWh}, nil
	}
	return p, err
}

// add goes past a settled report. The weights before one stand in its own report: members who did not report have some too.
func add(p *netting.Prefix, i types.Interval) {
	side := sideOf(i)
	give, take := sharesOf(i)
	p.Supply += side.Supply
	p.Demand += side.Demand
	p.Given += give
	p.Taken += take
}

// sideOf is with what a settled report took part.
func sideOf(i types.Interval) netting.Side {
	deficit, surplus := gridEnergy(i.PositionWh())
	if surplus > 0 {
		return netting.Side{Supply: surplus - i.WithheldWh, Weight: i.StaticWeight}
	}
	return netting.Side{Demand: deficit - i.WithheldWh, Weight: i.StaticWeight}
}

// sharesOf is what a settled report gave or took.
func sharesOf(i types.Interval) (give, take uint64) {
	if i.PositionWh() > 0 {
		return i.SharedWh, 0
	}
	return 0, i.SharedWh
}

// residual is what is left of a position, towards 0.
func residual(position int64, shared uint64) int64 {
	if position > 0 {
		return position - int64(shared) //nolint:gosec // at most the position
	}
	return position + int64(shared) //nolint:gosec // at most the position
}

// ruleOf is the rule by which an epoch was settled.
func ruleOf(s types.Settlement) (netting.Rule, error) {
	rule, err := netting.NewRule(nettingTerms(s.Terms), s.Epoch, netting.Totals{
		Supply: s.SupplyWh, Demand: s.DemandWh, Weight: s.Weight,
	})
	if err != nil {
		return netting.Rule{}, err
	}
	return rule, rule.SetNetted(s.NettedWh)
}
