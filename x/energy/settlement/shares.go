package settlement

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/pages"
)

// GridEnergy splits a balance into imported (a deficit) and exported energy (a surplus).
func GridEnergy(balance int64) (imported, exported uint64) {
	if balance < 0 {
		return uint64(-balance), 0 //nolint:gosec // a carried balance is at least -netting.MaxEnergy
	}
	return 0, uint64(balance)
}

// SettledEpoch returns the settlement of an epoch, or ErrNotSettled.
func (k *Settler) SettledEpoch(ctx context.Context, community, epoch uint64) (types.Settlement, error) {
	s, err := k.Settlement(ctx, community, epoch)
	if err != nil {
		return types.Settlement{}, err
	}
	if s.IsUnsettled() {
		return types.Settlement{}, types.ErrNotSettled.Wrapf("community %d, epoch %d: expected %s, got %s",
			community, epoch, types.SETTLEMENT_STATUS_SETTLED, s.Status)
	}
	return s, nil
}

// BeforeSlot returns the sums over all slots before one, and the report of that one. It reads one page.
func (k *Settler) BeforeSlot(ctx context.Context, s types.Settlement, slot uint64) (netting.Prefix, types.Interval, error) {
	page := slot / pages.Size
	stored, err := k.BeforePage(ctx, s, page)
	if err != nil {
		return netting.Prefix{}, types.Interval{}, err
	}
	pg, err := k.Intervals.Page(ctx, collections.Join(s.Community, s.Epoch), page)
	if err != nil {
		return netting.Prefix{}, types.Interval{}, err
	}
	own := int(slot % pages.Size) //nolint:gosec // below pages.Size
	if !pg.Has(own) {
		return netting.Prefix{}, types.Interval{}, types.ErrNotReported.Wrapf(
			"community %d, epoch %d: expected a member who reported, got slot %d", s.Community, s.Epoch, slot)
	}
	prefix := nettingPrefix(stored)
	for i := range own {
		addReport(&prefix, state.IntervalForm.Read(pg, i))
	}
	interval := state.IntervalForm.Read(pg, own)
	prefix.Weight += interval.WeightBefore
	return prefix, interval, nil
}

// BeforePage returns the sums before a page of slots. Pages added after the settlement have no prefix: the sums before them
// are the totals.
func (k *Settler) BeforePage(ctx context.Context, s types.Settlement, page uint64) (types.Prefix, error) {
	p, err := k.Prefixes.Get(ctx, collections.Join(s.Community, s.Epoch), page)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Prefix{SupplyWh: s.SupplyWh, DemandWh: s.DemandWh, Weight: s.Weight, GivenWh: s.NettedWh, TakenWh: s.NettedWh}, nil
	}
	return p, err
}

// addReport adds a settled report to the sums. It adds no weight: each report stores the weights before it, which include
// members who did not report.
func addReport(p *netting.Prefix, i types.Interval) {
	side := SideOf(i)
	give, take := SharesOf(i)
	p.Supply += side.Supply
	p.Demand += side.Demand
	p.Given += give
	p.Taken += take
}

// SideOf returns the supply or demand with which a settled report took part.
func SideOf(i types.Interval) netting.Side {
	deficit, surplus := GridEnergy(i.PositionWh())
	if surplus > 0 {
		return netting.Side{Supply: surplus - i.WithheldWh, Weight: i.StaticWeight}
	}
	return netting.Side{Demand: deficit - i.WithheldWh, Weight: i.StaticWeight}
}

// SharesOf returns the energy that a settled report gave or took.
func SharesOf(i types.Interval) (give, take uint64) {
	if i.PositionWh() > 0 {
		return i.SharedWh, 0
	}
	return 0, i.SharedWh
}

// RuleOf returns the rule by which an epoch was settled.
func RuleOf(s types.Settlement) (netting.Rule, error) {
	rule, err := netting.NewRule(state.NettingTerms(s.Terms), s.Epoch, netting.Totals{
		Supply: s.SupplyWh, Demand: s.DemandWh, Weight: s.Weight,
	})
	if err != nil {
		return netting.Rule{}, err
	}
	return rule, rule.SetNetted(s.NettedWh)
}
