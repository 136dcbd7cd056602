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

// Settler settles epochs and returns the results of settled ones.
type Settler struct {
	*state.Store
}

// Settle nets an epoch in passes over the pages of the community: the first ones sum up, the last one shares. When the budget of the
// block is spent it stores a cursor, from which the next block continues with the same result.
//
// The context is passed as an interface: converting an sdk.Context allocates, several times a page.
func (k *Settler) Settle(ctx context.Context, community, epoch uint64, budget *queue.Budget) (done bool, err error) {
	cursor, running, err := k.FindCursor(ctx, community)
	if err != nil {
		return false, err
	}
	if running && cursor.Epoch != epoch {
		return true, k.follow(ctx, cursor, epoch)
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
	if !running && !w.fits(ctx, budget) {
		return true, k.postpone(ctx, community, epoch, 0)
	}
	for {
		complete, err := w.runPass(ctx, budget)
		if err != nil {
			return false, err
		}
		if !complete {
			return false, k.saveProgress(ctx, w.cursor)
		}
		if w.cursor.Pass == types.PassShare {
			return true, w.complete(ctx)
		}
		if err := w.nextPass(); err != nil {
			return false, err
		}
	}
}

// follow reschedules an epoch to follow another one of its community that is in progress. If that one has failed half-way,
// this one fails too: wallets are no longer what they were when that one summed them up.
func (k *Settler) follow(ctx context.Context, cursor types.Cursor, epoch uint64) error {
	first, err := k.Settlement(ctx, cursor.Community, cursor.Epoch)
	if err != nil {
		return err
	}
	if first.Status == types.SETTLEMENT_STATUS_FAILED {
		return types.ErrSettling.Wrapf("settlement of epoch %d of community %d failed half-way, retry it first",
			cursor.Epoch, cursor.Community)
	}
	return k.postpone(ctx, cursor.Community, epoch, first.DueAt)
}

// postpone reschedules an epoch to the next second, or to that after a moment if it is later.
func (k *Settler) postpone(ctx context.Context, community, epoch uint64, after int64) error {
	s, err := k.Settlement(ctx, community, epoch)
	if err != nil {
		return err
	}
	s.DueAt = max(after, sdk.UnwrapSDKContext(ctx).BlockTime().Unix()) + 1
	if err := k.SetSettlement(ctx, s); err != nil {
		return err
	}
	return k.Queue.Push(ctx, state.WorkItem(s.DueAt, types.KindSettle, community, epoch))
}

// saveProgress stores the cursor of a settlement that continues in the next block. Until it is done, no reading is added to its
// reports, and messages change neither seats nor wallets.
func (k *Settler) saveProgress(ctx context.Context, cursor types.Cursor) error {
	s, err := k.Settlement(ctx, cursor.Community, cursor.Epoch)
	if err != nil {
		return err
	}
	s.Status = types.SETTLEMENT_STATUS_SETTLING
	if err := k.SetSettlement(ctx, s); err != nil {
		return err
	}
	return k.Cursors.Set(ctx, cursor.Community, cursor)
}

// walk is a settlement in the memory of one block. The cursor holds everything that the next block needs.
type walk struct {
	*Settler
	cursor    types.Cursor
	community types.Community
	terms     types.Terms
	pageCount uint64 // pages of slots

	nets    bool // false if the community is paused or closed in the epoch
	carries bool // whether residuals stay with the member
	rule    netting.Rule
	credits netting.Credits

	// Work space for the present page.
	work         *netting.Page
	reports      netting.Reports
	intervalPage pages.Page
	seatPage     pages.Page
	walletPage   pages.Page
	carried      []uint64 // zigzag
	weights      []uint64
	prepaid      []uint64 // spendable
	cache        pageCache
	prefixPage   pages.Page
	prefixNumber *uint64 // page of prefixes in prefixPage, if any
}

func (k *Settler) newWalk(ctx context.Context, cursor types.Cursor) (*walk, error) {
	community, err := k.Community(ctx, cursor.Community)
	if err != nil {
		return nil, err
	}
	terms, err := k.TermsIn(ctx, cursor.Community, cursor.Epoch)
	if err != nil {
		return nil, err
	}
	shares := !terms.Paused && !community.IsClosedIn(cursor.Epoch)
	w := &walk{
		Settler:   k,
		cursor:    cursor,
		community: community,
		terms:     terms,
		pageCount: pagesOf(community),
		nets:      shares,
		carries:   shares && terms.Residual == types.RESIDUAL_CARRY,
		work:      netting.NewPage(pages.Size),
		carried:   make([]uint64, pages.Size),
		weights:   make([]uint64, pages.Size),
		prepaid:   make([]uint64, pages.Size),
	}
	w.cache = newPageCache(w.pageCount)
	if cursor.Pass > types.PassTotals {
		return w, w.makeRule()
	}
	return w, nil
}

// pagesOf returns how many pages the slots of a community fill.
func pagesOf(c types.Community) uint64 { return (c.Slots + pages.Size - 1) / pages.Size }

// fits reports whether a settlement may start: not if it could last beyond the block in which another one of its community ended, so
// that between two of them there is always a block with messages that change seats and wallets, however many epochs are due.
func (w *walk) fits(ctx context.Context, budget *queue.Budget) bool {
	const passes = uint64(types.PassShare) // at most, over all pages
	return w.community.SettledAt != sdk.UnwrapSDKContext(ctx).BlockTime().Unix() || budget.Left() >= passes*w.pageCount
}

// key returns the key of the epoch in the paged maps.
func (w *walk) key() state.EpochKey { return collections.Join(w.cursor.Community, w.cursor.Epoch) }

// usesMoney reports whether wallets bound demand.
func (w *walk) usesMoney() bool { return w.nets && w.terms.PricePerKwh > 0 }

// usesWeights reports whether shares depend on static weights, those of all members, whether or not they reported.
func (w *walk) usesWeights() bool { return w.nets && w.terms.Key == types.ALLOCATION_KEY_STATIC }

// runPass settles the remaining pages of the present pass, as far as the budget allows.
func (w *walk) runPass(ctx context.Context, budget *queue.Budget) (complete bool, err error) {
	for w.cursor.Page < w.pageCount {
		if budget.Left() == 0 {
			return false, w.flushPrefixes(ctx)
		}
		budget.Spend(1)
		if err := w.settlePage(ctx, w.cursor.Page); err != nil {
			return false, fmt.Errorf("pass %d, page %d: %w", w.cursor.Pass, w.cursor.Page, err)
		}
		w.cursor.Page++
	}
	return true, w.flushPrefixes(ctx)
}

// settlePage runs the present pass on a page.
func (w *walk) settlePage(ctx context.Context, page uint64) error {
	if w.cursor.Pass == types.PassShare {
		if err := w.storePrefix(ctx, page); err != nil {
			return err
		}
	}
	if reported, err := w.loadPage(ctx, page); err != nil || !reported {
		return err
	}
	switch w.cursor.Pass {
	case types.PassTotals:
		return w.addTotals()
	case types.PassMatch:
		return w.addMatched()
	case types.PassCharge:
		return w.addCharges()
	default:
		return w.writeShares(ctx, page)
	}
}

// nextPass ends a pass that is not the last and starts the next one.
func (w *walk) nextPass() error {
	s := &w.cursor.Settlement
	switch w.cursor.Pass {
	case types.PassTotals:
		if err := w.makeRule(); err != nil {
			return err
		}
		if w.rule.NeedsMatch() {
			return w.startPass(types.PassMatch)
		}
		s.NettedWh = w.rule.Netted()
	case types.PassMatch:
		if err := w.rule.SetNetted(s.NettedWh); err != nil {
			return err
		}
	case types.PassCharge:
		return w.startPass(types.PassShare)
	}
	if w.usesMoney() && s.NettedWh > 0 {
		return w.startPass(types.PassCharge)
	}
	return w.startPass(types.PassShare)
}

func (w *walk) startPass(pass uint32) error {
	w.cursor.Pass, w.cursor.Page, w.cursor.Prefix = pass, 0, types.Prefix{}
	return w.makeCredits()
}

// makeRule makes the rule of the epoch from the results so far.
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

// makeCredits prepares the division of the money once the sum collected is final.
func (w *walk) makeCredits() (err error) {
	if w.cursor.Pass == types.PassShare {
		w.credits, err = w.rule.Credits(w.cursor.Settlement.Collected)
	}
	return err
}
