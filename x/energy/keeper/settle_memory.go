package keeper

import (
	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/internal/pages"
)

// memory is what the totals pass found about each slot, so that the passes between it and the share pass need no store.
// It lives as long as the block: a settlement that goes on in another block reads its pages again, with the same result.
type memory struct {
	supply, demand, weight []uint64
	carryMilli             []uint64
	page                   netting.Page // the one that is looked at
}

// newMemory is empty: who did not report has nothing.
func newMemory(w *walk) *memory {
	slots := w.count * pages.Size
	m := &memory{supply: make([]uint64, slots), demand: make([]uint64, slots), page: *w.work}
	if w.usesWeights() {
		m.weight = make([]uint64, slots)
	}
	if w.usesMoney() {
		m.carryMilli = make([]uint64, slots)
	}
	return m
}

// remember keeps what a page of the totals pass came to.
func (m *memory) remember(w *walk, page uint64) {
	copy(m.supply[page*pages.Size:], w.work.Supply)
	copy(m.demand[page*pages.Size:], w.work.Demand)
	if m.weight != nil {
		copy(m.weight[page*pages.Size:], w.work.Weight)
	}
	if m.carryMilli != nil {
		copy(m.carryMilli[page*pages.Size:], w.walletPage.Col(walletCarryMilli))
	}
}

// recall is a page as the totals pass saw it. Its other columns are those of the work space, where nobody has a weight unless
// weights are remembered.
func (m *memory) recall(page uint64) *netting.Page {
	from, to := page*pages.Size, (page+1)*pages.Size
	m.page.Supply, m.page.Demand = m.supply[from:to], m.demand[from:to]
	if m.weight != nil {
		m.page.Weight = m.weight[from:to]
	}
	return &m.page
}
