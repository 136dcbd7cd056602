package invariants

import (
	"errors"
	"fmt"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/settlement"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/work/queue"
)

// checkEpochs recomputes every settled epoch that is kept, from its reports and totals.
func (k checks) checkEpochs(ctx sdk.Context) (err error) {
	for _, s := range lists.Each(ctx, k.Settlements, nil, &err) {
		if s.IsUnsettled() {
			continue
		}
		if err := k.checkEpoch(ctx, s); err != nil {
			return err
		}
	}
	return err
}

func (k checks) checkEpoch(ctx sdk.Context, s types.Settlement) error {
	rule, err := settlement.RuleOf(s)
	if err != nil {
		return invariant.Broken("community %d, epoch %d: %s", s.Community, s.Epoch, err)
	}
	var p netting.Prefix
	var before types.Prefix // the page
	var reported, page uint64
	key := collections.Join(s.Community, s.Epoch)
	for slot, i := range lists.EachRecord(ctx, k.Intervals, key, &err) {
		for ; page <= slot/pages.Size; page++ {
			if before, err = k.BeforePage(ctx, s, page); err != nil {
				return err
			}
			if err := raiseWeight(&p, before.Weight); err != nil || before != settlement.StoredPrefix(p) {
				return invariant.Broken("community %d, epoch %d: expected %+v before page %d, got %+v",
					s.Community, s.Epoch, settlement.StoredPrefix(p), page, before)
			}
		}
		reported++
		if err := errors.Join(checkInterval(i), raiseWeight(&p, before.Weight+i.WeightBefore)); err != nil {
			return fmt.Errorf("community %d, epoch %d, slot %d: %w", s.Community, s.Epoch, slot, err)
		}
		give, take := rule.Next(&p, settlement.SideOf(i))
		if gotGive, gotTake := settlement.SharesOf(i); gotGive != give || gotTake != take {
			return invariant.Broken("community %d, epoch %d, slot %d: expected %d given and %d taken, got %d and %d",
				s.Community, s.Epoch, slot, give, take, gotGive, gotTake)
		}
	}
	if err != nil {
		return err
	}
	if err := errors.Join(raiseWeight(&p, s.Weight), rule.Check(p)); err != nil {
		return invariant.Broken("community %d, epoch %d: %s", s.Community, s.Epoch, err)
	}
	if reported != s.Reported {
		return invariant.Broken("community %d, epoch %d: expected %d reports, got %d", s.Community, s.Epoch, s.Reported, reported)
	}
	return nil
}

// raiseWeight adds the weights of members who did not report: reports store only the sum before them.
func raiseWeight(p *netting.Prefix, to uint64) error {
	if to < p.Weight {
		return invariant.Broken("expected static weights of at least %d before it, got %d", p.Weight, to)
	}
	p.Weight = to
	return nil
}

// checkInterval checks that sharing moved the position towards 0 and not beyond.
func checkInterval(i types.Interval) error {
	deficit, surplus := settlement.GridEnergy(i.PositionWh())
	size := deficit + surplus
	if i.WithheldWh > size || i.SharedWh > size-i.WithheldWh {
		return invariant.Broken("expected %d Wh to cover %d Wh withheld and %d Wh shared", size, i.WithheldWh, i.SharedWh)
	}
	return nil
}

// CheckWork checks the block work alone, for InitGenesis.
func CheckWork(ctx sdk.Context, s *settlement.Settler) error { return checks{s}.checkWork(ctx) }

// checkWork compares settlements with the block work.
func (k checks) checkWork(ctx sdk.Context) error {
	type epoch struct{ community, number uint64 }
	pending, failed := map[epoch]int{}, map[epoch]int{}
	err := k.Queue.Walk(ctx, func(it queue.Item, hasFailed bool) error {
		switch of := (epoch{it.Record, it.Number}); {
		case it.Kind == types.KindRelease:
			_, err := k.Member(ctx, it.Record, it.Number)
			return err
		case it.Kind == types.KindPrune:
			_, err := k.Community(ctx, it.Record) // the settlement may be removed before its pages
			return err
		case hasFailed:
			failed[of]++
		default:
			pending[of]++
		}
		return nil
	})
	if err != nil {
		return invariant.Broken("work: %s", err)
	}
	unsettled := 0
	for key, s := range lists.Each(ctx, k.Settlements, nil, &err) {
		wantPending, wantFailed := 0, 0
		switch {
		case s.Status == types.SETTLEMENT_STATUS_FAILED:
			wantFailed = 1
		case s.IsUnsettled():
			wantPending = 1
		}
		unsettled += wantPending + wantFailed
		indexed, err := k.Unsettled.Has(ctx, key)
		if err != nil {
			return err
		}
		of := epoch{key.K1(), key.K2()}
		if pending[of] != wantPending || failed[of] != wantFailed || indexed != s.IsUnsettled() {
			return invariant.Broken("community %d, epoch %d, %s: got it %d times pending, %d times failed, among the unsettled %t",
				s.Community, s.Epoch, s.Status, pending[of], failed[of], indexed)
		}
	}
	if got := len(pending) + len(failed); err == nil && got != unsettled {
		err = invariant.Broken("expected work for %d unsettled epochs, got it for %d", unsettled, got)
	}
	return err
}

func (k checks) checkCursors(ctx sdk.Context) (err error) {
	for id, c := range lists.Each(ctx, k.Cursors, nil, &err) {
		s, err := k.Settlement(ctx, id, c.Epoch)
		if err != nil {
			return err
		}
		running := s.Status == types.SETTLEMENT_STATUS_SETTLING || s.Status == types.SETTLEMENT_STATUS_FAILED && c.Pass == types.PassShare
		if c.Community != id || !running {
			return invariant.Broken("community %d: expected a settlement in progress for the cursor, got %s in epoch %d", id, s.Status, c.Epoch)
		}
	}
	return err
}
