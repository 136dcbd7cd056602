// Package settlement settles the epochs of communities in passes over their pages.
package settlement

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Settler settles epochs, and answers for what it has settled.
type Settler struct {
	*state.Store
}

// Settle nets an epoch: passes over the pages of the community, first to sum up, then to share. Where the budget of the
// block ends, a cursor is stored, and the next block goes on from it with the same result.
//
// The context is an interface all the way down: making one of an sdk.Context costs an allocation, a page several.
func (k *Settler) Settle(ctx context.Context, community, epoch uint64, budget *queue.Budget) (done bool, err error) {
	cursor, running, err := k.Cursor(ctx, community)
	if err != nil {
		return false, err
	}
	if running && cursor.Epoch != epoch {
		return true, k.waitFor(ctx, cursor, epoch)
	}
	if !running {
		cursor = types.Cursor{
			Community: community, Epoch: epoch, Pass: types.PassTotals,
			Settlement: types.Settlement{Community: community, Epoch: epoch, Status: types.SETTLEMENT_STATUS_SETTLING},
		}
	}
	w, err := k.newWalk(ctx, cursor)
	if err != nil {
		return false, err
	}
	for {
		complete, err := w.pass(ctx, budget)
		if err != nil {
			return false, err
		}
		if !complete {
			return false, k.suspend(ctx, w.cursor)
		}
		if w.cursor.Pass == types.PassShare {
			return true, w.finish(ctx)
		}
		if err := w.nextPass(); err != nil {
			return false, err
		}
	}
}

// waitFor puts an epoch back into the queue behind another one of its community that is under way. Behind one that
// has failed half-way it fails too: wallets are not what they were when that one added them up.
func (k *Settler) waitFor(ctx context.Context, cursor types.Cursor, epoch uint64) error {
	first, err := k.MustSettlement(ctx, cursor.Community, cursor.Epoch)
	if err != nil {
		return err
	}
	if first.Status == types.SETTLEMENT_STATUS_FAILED {
		return types.ErrSettling.Wrapf("settlement of epoch %d of community %d failed half-way, retry it first",
			cursor.Epoch, cursor.Community)
	}
	s, err := k.MustSettlement(ctx, cursor.Community, epoch)
	if err != nil {
		return err
	}
	s.DueAt = max(first.DueAt, sdk.UnwrapSDKContext(ctx).BlockTime().Unix()) + 1
	if err := k.SetSettlement(ctx, s); err != nil {
		return err
	}
	return k.Queue.Push(ctx, state.Item(s.DueAt, types.KindSettle, cursor.Community, epoch))
}

// suspend stores how far a settlement is. From now on the epoch takes no readings, and nobody touches seats and wallets.
func (k *Settler) suspend(ctx context.Context, cursor types.Cursor) error {
	s, err := k.MustSettlement(ctx, cursor.Community, cursor.Epoch)
	if err != nil {
		return err
	}
	s.Status = types.SETTLEMENT_STATUS_SETTLING
	if err := k.SetSettlement(ctx, s); err != nil {
		return err
	}
	return k.Cursors.Set(ctx, cursor.Community, cursor)
}

// walk is a settlement in the memory of one block. What outlives the block is all in the cursor.
type walk struct {
	*Settler
	cursor    types.Cursor
	community types.Community
	terms     types.Terms
	count     uint64 // of pages of slots

	shares  bool // whether members share: not if the community is paused or closed in the epoch
	carries bool // whether what is left stays with the member
	rule    netting.Rule
	credits netting.Credits

	// Work space: the page that the walk is on.
	work         *netting.Page
	reports      netting.Reports
	intervalPage pages.Page
	seatPage     pages.Page
	walletPage   pages.Page
	carried      []uint64 // zigzag
	weights      []uint64
	memory       memory
	prefixPage   pages.Page
	prefixNumber *uint64 // which page of prefixes is in memory, if one is
}

func (k *Settler) newWalk(ctx context.Context, cursor types.Cursor) (*walk, error) {
	community, err := k.Community(ctx, cursor.Community)
	if err != nil {
		return nil, err
	}
	terms, err := k.MustTermsIn(ctx, cursor.Community, cursor.Epoch)
	if err != nil {
		return nil, err
	}
	shares := !terms.Paused && !community.IsClosedIn(cursor.Epoch)
	w := &walk{
		Settler:   k,
		cursor:    cursor,
		community: community,
		terms:     terms,
		count:     (community.Slots + pages.Size - 1) / pages.Size,
		shares:    shares,
		carries:   shares && terms.Residual == types.RESIDUAL_CARRY,
		work:      netting.NewPage(pages.Size),
		carried:   make([]uint64, pages.Size),
		weights:   make([]uint64, pages.Size),
	}
	w.memory = newMemory(w.count)
	if cursor.Pass > types.PassTotals {
		return w, w.makeRule()
	}
	return w, nil
}

// key names the epoch in the paged maps.
func (w *walk) key() state.Pair { return collections.Join(w.cursor.Community, w.cursor.Epoch) }

// usesMoney reports whether the wallets bound what members can demand.
func (w *walk) usesMoney() bool { return w.shares && w.terms.PricePerKwh > 0 }

// usesWeights reports whether static weights say who is entitled to what. They are those of all members, reported or not.
func (w *walk) usesWeights() bool { return w.shares && w.terms.Key == types.ALLOCATION_KEY_STATIC }

// pass goes over the pages that are left of the present pass, as far as the budget goes.
func (w *walk) pass(ctx context.Context, budget *queue.Budget) (complete bool, err error) {
	for w.cursor.Page < w.count {
		if budget.Left() == 0 {
			return false, w.flushPrefixes(ctx)
		}
		budget.Spend(1)
		if err := w.page(ctx, w.cursor.Page); err != nil {
			return false, fmt.Errorf("pass %d, page %d: %w", w.cursor.Pass, w.cursor.Page, err)
		}
		w.cursor.Page++
	}
	return true, w.flushPrefixes(ctx)
}

// page does one page of the present pass.
func (w *walk) page(ctx context.Context, page uint64) error {
	if w.cursor.Pass == types.PassShare {
		if err := w.storePrefix(ctx, page); err != nil {
			return err
		}
	}
	if reported, err := w.fill(ctx, page); err != nil || !reported {
		return err
	}
	switch w.cursor.Pass {
	case types.PassTotals:
		return w.addTotals()
	case types.PassMatch:
		return w.match()
	case types.PassCharge:
		return w.charge()
	default:
		return w.share(ctx, page)
	}
}

// nextPass closes a pass that is not the last and chooses the next one.
func (w *walk) nextPass() error {
	s := &w.cursor.Settlement
	switch w.cursor.Pass {
	case types.PassTotals:
		if err := w.makeRule(); err != nil {
			return err
		}
		if w.rule.NeedsMatch() {
			return w.begin(types.PassMatch)
		}
		s.NettedWh = w.rule.Netted()
	case types.PassMatch:
		if err := w.rule.SetNetted(s.NettedWh); err != nil {
			return err
		}
	case types.PassCharge:
		return w.begin(types.PassShare)
	}
	if w.usesMoney() && s.NettedWh > 0 {
		return w.begin(types.PassCharge)
	}
	return w.begin(types.PassShare)
}

func (w *walk) begin(pass uint32) error {
	w.cursor.Pass, w.cursor.Page, w.cursor.Prefix = pass, 0, types.Prefix{}
	return w.makeCredits()
}

// makeRule makes the rule of the epoch from what the settlement knows so far.
func (w *walk) makeRule() error {
	s := w.cursor.Settlement
	rule, err := netting.NewRule(state.NettingTerms(w.terms), w.cursor.Epoch, netting.Totals{
		Supply: s.SupplyWh, Demand: s.DemandWh, Weight: s.Weight,
	})
	if err != nil {
		return err
	}
	w.rule = rule
	if w.cursor.Pass <= types.PassMatch {
		return nil
	}
	if err := w.rule.SetNetted(s.NettedWh); err != nil {
		return err
	}
	return w.makeCredits()
}

// makeCredits makes the sharing of the money, once it is known how much there is.
func (w *walk) makeCredits() (err error) {
	if w.cursor.Pass == types.PassShare {
		w.credits, err = w.rule.Credits(w.cursor.Settlement.Collected)
	}
	return err
}
