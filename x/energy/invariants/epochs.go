package invariants

import (
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/settlement"
	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/work/queue"
)

// checkEpochs does every settled epoch that is kept once more, from the reports and the totals, and compares.
func (k checks) checkEpochs(ctx sdk.Context) error {
	return k.Settlements.Walk(ctx, nil, func(_ state.Pair, s types.Settlement) (bool, error) {
		if s.IsUnsettled() {
			return false, nil
		}
		err := k.checkEpoch(ctx, s)
		return err != nil, err
	})
}

func (k checks) checkEpoch(ctx sdk.Context, s types.Settlement) error {
	rule, err := settlement.RuleOf(s)
	if err != nil {
		return broken("community %d, epoch %d: %s", s.Community, s.Epoch, err)
	}
	var p netting.Prefix
	var before types.Prefix // the page
	var reported, page uint64
	key := collections.Join(s.Community, s.Epoch)
	err = k.Intervals.Walk(ctx, key, func(slot uint64, i types.Interval) (bool, error) {
		for ; page <= slot/pages.Size; page++ {
			if before, err = k.PrefixBefore(ctx, s, page); err != nil {
				return true, err
			}
			if err := raiseWeight(&p, before.Weight); err != nil || before != settlement.PrefixFrom(p) {
				return true, broken("community %d, epoch %d: expected %+v before page %d, got %+v", s.Community, s.Epoch, settlement.PrefixFrom(p), page, before)
			}
		}
		reported++
		if err := checkInterval(i); err != nil {
			return true, broken("community %d, epoch %d, slot %d: %s", s.Community, s.Epoch, slot, err)
		}
		if err := raiseWeight(&p, before.Weight+i.WeightBefore); err != nil {
			return true, broken("community %d, epoch %d, slot %d: %s", s.Community, s.Epoch, slot, err)
		}
		give, take := rule.Next(&p, settlement.SideOf(i))
		if wantGive, wantTake := settlement.SharesOf(i); give != wantGive || take != wantTake {
			return true, broken("community %d, epoch %d, slot %d: expected %d given and %d taken, got %d and %d",
				s.Community, s.Epoch, slot, give, take, wantGive, wantTake)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if err := errors.Join(raiseWeight(&p, s.Weight), rule.Check(p)); err != nil {
		return broken("community %d, epoch %d: %s", s.Community, s.Epoch, err)
	}
	if reported != s.Reported {
		return broken("community %d, epoch %d: expected %d reports, got %d", s.Community, s.Epoch, s.Reported, reported)
	}
	return nil
}

// raiseWeight goes past members who did not report: of them no record is left but the weights before those who did.
func raiseWeight(p *netting.Prefix, to uint64) error {
	if to < p.Weight {
		return broken("expected static weights of at least %d before it, got %d", p.Weight, to)
	}
	p.Weight = to
	return nil
}

// checkInterval checks that what took part and what was withheld are the position, and that sharing went towards 0.
func checkInterval(i types.Interval) error {
	deficit, surplus := settlement.GridEnergy(i.PositionWh())
	size := deficit + surplus
	if i.WithheldWh > size || i.SharedWh > size-i.WithheldWh {
		return broken("expected %d Wh to hold %d Wh withheld and %d Wh shared", size, i.WithheldWh, i.SharedWh)
	}
	return nil
}

// CheckWork checks the work alone; InitGenesis ends with it.
func CheckWork(ctx sdk.Context, s *settlement.Settler) error { return checks{s}.checkWork(ctx) }

// checkWork compares settlements with their work.
func (k checks) checkWork(ctx sdk.Context) error {
	type epoch struct{ community, number uint64 }
	pending, failed := map[epoch]int{}, map[epoch]int{}
	err := k.Queue.Walk(ctx, func(it queue.Item, hasFailed bool) error {
		switch of := (epoch{it.Record, it.Number}); {
		case it.Kind == types.KindRelease:
			_, err := k.Member(ctx, it.Record, it.Number)
			return err
		case it.Kind == types.KindPrune:
			_, err := k.Community(ctx, it.Record) // the settlement goes first, its pages may take more turns
			return err
		case hasFailed:
			failed[of]++
		default:
			pending[of]++
		}
		return nil
	})
	if err != nil {
		return broken("work: %s", err)
	}
	unsettled := 0
	err = k.Settlements.Walk(ctx, nil, func(key state.Pair, s types.Settlement) (bool, error) {
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
			return true, err
		}
		of := epoch{key.K1(), key.K2()}
		if pending[of] != wantPending || failed[of] != wantFailed || indexed != s.IsUnsettled() {
			return true, broken("community %d, epoch %d, %s: got it %d times pending, %d times failed, among the unsettled %t",
				s.Community, s.Epoch, s.Status, pending[of], failed[of], indexed)
		}
		return false, nil
	})
	if got := len(pending) + len(failed); err == nil && got != unsettled {
		err = broken("expected work for %d unsettled epochs, got it for %d", unsettled, got)
	}
	return err
}

func (k checks) checkCursors(ctx sdk.Context) error {
	return k.Cursors.Walk(ctx, nil, func(id uint64, c types.Cursor) (bool, error) {
		s, err := k.MustSettlement(ctx, id, c.Epoch)
		if err != nil {
			return true, err
		}
		running := s.Status == types.SETTLEMENT_STATUS_SETTLING || s.Status == types.SETTLEMENT_STATUS_FAILED && c.Pass == types.PassShare
		if c.Community != id || !running {
			return true, broken("community %d: expected a settlement in progress for the cursor, got %s in epoch %d", id, s.Status, c.Epoch)
		}
		return false, nil
	})
}
