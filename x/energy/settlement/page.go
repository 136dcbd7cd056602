package settlement

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/internal/pages"
)

// fill loads a page and computes what each member brings. reported is false if nobody on the page reported.
func (w *walk) fill(ctx context.Context, page uint64) (reported bool, err error) {
	if err := load(ctx, w.Intervals, w.key(), page, w.memory.intervals, &w.intervalPage); err != nil {
		return false, err
	}
	records := w.intervalPage.Records()
	if w.needsSeats(records) {
		if err := load(ctx, w.Seats, w.cursor.Community, page, w.memory.seats, &w.seatPage); err != nil {
			return false, err
		}
	}
	if w.cursor.Pass == types.PassTotals {
		w.countReports(records)
	}
	if w.usesWeights() {
		w.findWeights()
	}
	if records == 0 {
		return false, w.passWeights()
	}
	if w.usesMoney() || w.carries || w.cursor.Pass == types.PassShare {
		if err := load(ctx, w.Wallets, w.cursor.Community, page, w.memory.wallets, &w.walletPage); err != nil {
			return false, err
		}
	}

	w.reports = netting.Reports{
		Import:       w.intervalPage.Col(state.IntervalImport),
		Export:       w.intervalPage.Col(state.IntervalExport),
		NonRenewable: w.intervalPage.Col(state.IntervalWithheld),
	}
	if w.carries {
		w.reports.Carried = w.carriedIn()
	}
	if w.usesMoney() {
		w.reports.Price = w.terms.PricePerKwh
		w.reports.Prepaid = w.walletPage.Col(state.WalletPrepaid)
	}
	if w.usesWeights() {
		w.reports.Weight = w.weights
	}
	w.work.Fill(w.reports)
	if !w.shares {
		w.withholdAll()
	}
	return true, nil
}

// needsSeats reports whether the seats of a page with that many reports are needed: for weights, or to count the members who
// are missing, of whom there is none where all slots of the page reported.
func (w *walk) needsSeats(records int) bool {
	return w.usesWeights() || w.cursor.Pass == types.PassTotals && records < pages.Size
}

// countReports counts who reported and who takes part but did not.
func (w *walk) countReports(records int) {
	w.cursor.Settlement.Reported += uint64(records) //nolint:gosec // at most pages.Size
	if records == pages.Size {
		return
	}
	from, to := w.seatPage.Col(state.SeatFrom), w.seatPage.Col(state.SeatTo)
	epoch, missing := w.cursor.Epoch, uint64(0)
	for i := range w.seatPage.Len() {
		if from[i] <= epoch && (to[i] == 0 || epoch < to[i]) && !w.intervalPage.Has(i) {
			missing++
		}
	}
	w.cursor.Settlement.Missing += missing
}

// carriedIn is the balance of those who reported; a balance of others waits for their next report.
func (w *walk) carriedIn() []uint64 {
	balance := w.walletPage.Col(state.WalletCarry)
	for i := range w.carried {
		w.carried[i] = 0
		if balance[i] != 0 && w.intervalPage.Has(i) {
			w.carried[i] = balance[i]
		}
	}
	return w.carried
}

// findWeights finds the static weights of all members who take part in the epoch.
func (w *walk) findWeights() {
	weight, previous, since := w.seatPage.Col(state.SeatWeight), w.seatPage.Col(state.SeatPreviousWeight), w.seatPage.Col(state.SeatWeightFrom)
	from, to := w.seatPage.Col(state.SeatFrom), w.seatPage.Col(state.SeatTo)
	epoch := w.cursor.Epoch
	for i := range w.weights {
		switch {
		case epoch < from[i] || to[i] != 0 && to[i] <= epoch:
			w.weights[i] = 0
		case epoch < since[i]:
			w.weights[i] = previous[i]
		default:
			w.weights[i] = weight[i]
		}
	}
}

// passWeights goes past a page that nobody reported: its members have their weights all the same.
func (w *walk) passWeights() error {
	if !w.usesWeights() {
		return nil
	}
	sum := &w.cursor.Prefix.Weight
	if w.cursor.Pass == types.PassTotals {
		sum = &w.cursor.Settlement.Weight
	}
	page, err := exact.Sum(w.weights...)
	if err != nil {
		return err
	}
	*sum, err = exact.Add(*sum, page)
	return err
}

// withholdAll lets nobody take part.
func (w *walk) withholdAll() {
	work := w.work
	for i := range work.Position {
		work.Withheld[i] += work.Supply[i] + work.Demand[i]
	}
	clear(work.Supply)
	clear(work.Demand)
	clear(work.Weight)
}

// addTotals sums up what is supplied and demanded.
func (w *walk) addTotals() error {
	s := &w.cursor.Settlement
	totals := netting.Totals{Supply: s.SupplyWh, Demand: s.DemandWh, Weight: s.Weight}
	if err := totals.AddPage(w.work); err != nil {
		return err
	}
	s.SupplyWh, s.DemandWh, s.Weight = totals.Supply, totals.Demand, totals.Weight
	return nil
}

// match finds how much of a page is netted.
func (w *walk) match() (err error) {
	p := prefixOf(w.cursor.Prefix)
	part := w.rule.MatchPage(&p, w.work)
	w.cursor.Prefix = PrefixFrom(p)
	w.cursor.Settlement.NettedWh, err = exact.Add(w.cursor.Settlement.NettedWh, part)
	return err
}

// charge finds what a page has to pay.
func (w *walk) charge() error {
	w.shareEnergy()
	sum, err := w.work.ChargePage(w.terms.PricePerKwh, w.walletPage.Col(state.WalletCarryMilli))
	if err != nil {
		return err
	}
	w.cursor.Settlement.Collected, err = exact.Add(w.cursor.Settlement.Collected, sum)
	return err
}

// shareEnergy computes what the members of the page give and take.
func (w *walk) shareEnergy() {
	p := prefixOf(w.cursor.Prefix)
	w.rule.SharePage(&p, w.work)
	w.cursor.Prefix = PrefixFrom(p)
}

// storePrefix notes the sums before a page. Many of them share a key, which is written when the walk leaves it.
func (w *walk) storePrefix(ctx context.Context, page uint64) error {
	slot := int(page % pages.Size) //nolint:gosec // below pages.Size
	if slot == 0 || w.prefixNumber == nil {
		if err := w.flushPrefixes(ctx); err != nil {
			return err
		}
		if err := w.Prefixes.Load(ctx, w.key(), page/pages.Size, &w.prefixPage); err != nil {
			return err
		}
		number := page / pages.Size
		w.prefixNumber = &number
	}
	state.PrefixForm.Write(&w.prefixPage, slot, w.cursor.Prefix)
	return nil
}

func (w *walk) flushPrefixes(ctx context.Context) error {
	if w.prefixNumber == nil {
		return nil
	}
	err := w.Prefixes.SetPage(ctx, w.key(), *w.prefixNumber, &w.prefixPage)
	w.prefixNumber = nil
	return err
}

func prefixOf(p types.Prefix) netting.Prefix {
	return netting.Prefix{Supply: p.SupplyWh, Demand: p.DemandWh, Weight: p.Weight, Given: p.GivenWh, Taken: p.TakenWh}
}

// PrefixFrom returns the stored form of sums.
func PrefixFrom(p netting.Prefix) types.Prefix {
	return types.Prefix{SupplyWh: p.Supply, DemandWh: p.Demand, Weight: p.Weight, GivenWh: p.Given, TakenWh: p.Taken}
}
