package settlement

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/internal/pages"
)

// loadPage reads a page and computes the supply and demand of its members. reported is false if the page has no report.
func (w *walk) loadPage(ctx context.Context, page uint64) (reported bool, err error) {
	if err := readPage(ctx, w.Intervals, w.key(), page, w.cache.intervals, &w.intervalPage); err != nil {
		return false, err
	}
	records := w.intervalPage.Records()
	if w.needsSeats(records) {
		if err := readPage(ctx, w.Seats, w.cursor.Community, page, w.cache.seats, &w.seatPage); err != nil {
			return false, err
		}
	}
	if w.cursor.Pass == types.PassTotals {
		w.countReports(records)
	}
	if w.usesWeights() {
		w.readWeights()
	}
	if records == 0 {
		return false, w.addWeights()
	}
	if w.usesMoney() || w.carries || w.cursor.Pass == types.PassShare {
		if err := readPage(ctx, w.Wallets, w.cursor.Community, page, w.cache.wallets, &w.walletPage); err != nil {
			return false, err
		}
	}

	w.reports = netting.Reports{
		Import:       w.intervalPage.Col(state.IntervalImport),
		Export:       w.intervalPage.Col(state.IntervalExport),
		NonRenewable: w.intervalPage.Col(state.IntervalWithheld),
	}
	if w.carries {
		w.reports.Carried = w.carriedBalances()
	}
	if w.usesMoney() {
		w.reports.Price = w.terms.PricePerKwh
		w.reports.Prepaid = w.spendable()
	}
	if w.usesWeights() {
		w.reports.Weight = w.weights
	}
	w.work.Fill(w.reports)
	if !w.nets {
		w.withholdAll()
	}
	return true, nil
}

// needsSeats reports whether a page with that many reports needs its seats: for weights, or to count missing members. If all
// slots reported, none is missing.
func (w *walk) needsSeats(records int) bool {
	return w.usesWeights() || w.cursor.Pass == types.PassTotals && records < pages.Size
}

// countReports counts the members who reported, and those who take part in the epoch but did not.
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

// carriedBalances returns the balances of the members who reported. The balances of others wait for their next report.
func (w *walk) carriedBalances() []uint64 {
	balance := w.walletPage.Col(state.WalletCarry)
	for i := range w.carried {
		w.carried[i] = 0
		if balance[i] != 0 && w.intervalPage.Has(i) {
			w.carried[i] = balance[i]
		}
	}
	return w.carried
}

// spendable returns the money of each wallet that buys community energy at the price of the epoch.
func (w *walk) spendable() []uint64 {
	prepaid, limit := w.walletPage.Col(state.WalletPrepaid), w.walletPage.Col(state.WalletMaxPrice)
	for i := range w.prepaid {
		w.prepaid[i] = types.Wallet{Prepaid: prepaid[i], MaxPricePerKwh: limit[i]}.Spendable(w.terms.PricePerKwh)
	}
	return w.prepaid
}

// readWeights reads the static weights of all members who take part in the epoch.
func (w *walk) readWeights() {
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

// addWeights adds the static weights of a page without reports: they count, whether or not the member reported.
func (w *walk) addWeights() error {
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

// withholdAll withholds all supply and demand of a page.
func (w *walk) withholdAll() {
	work := w.work
	for i := range work.Position {
		work.Withheld[i] += work.Supply[i] + work.Demand[i]
	}
	clear(work.Supply)
	clear(work.Demand)
	clear(work.Weight)
}

// addTotals adds the supply and demand of a page to the totals.
func (w *walk) addTotals() error {
	s := &w.cursor.Settlement
	totals := netting.Totals{Supply: s.SupplyWh, Demand: s.DemandWh, Weight: s.Weight}
	if err := totals.AddPage(w.work); err != nil {
		return err
	}
	s.SupplyWh, s.DemandWh, s.Weight = totals.Supply, totals.Demand, totals.Weight
	return nil
}

// addMatched adds the netted energy of a page.
func (w *walk) addMatched() (err error) {
	p := nettingPrefix(w.cursor.Prefix)
	part := w.rule.MatchPage(&p, w.work)
	w.cursor.Prefix = StoredPrefix(p)
	w.cursor.Settlement.NettedWh, err = exact.Add(w.cursor.Settlement.NettedWh, part)
	return err
}

// addCharges adds the charges of a page.
func (w *walk) addCharges() error {
	w.shareEnergy()
	sum, err := w.work.ChargePage(w.terms.PricePerKwh, w.walletPage.Col(state.WalletCarryMilli))
	if err != nil {
		return err
	}
	w.cursor.Settlement.Collected, err = exact.Add(w.cursor.Settlement.Collected, sum)
	return err
}

// shareEnergy computes the energy that the members of the page give and take.
func (w *walk) shareEnergy() {
	p := nettingPrefix(w.cursor.Prefix)
	w.rule.SharePage(&p, w.work)
	w.cursor.Prefix = StoredPrefix(p)
}

// storePrefix records the sums before a page. 128 prefixes share a key, which flushPrefixes writes when the walk leaves it.
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

func nettingPrefix(p types.Prefix) netting.Prefix {
	return netting.Prefix{Supply: p.SupplyWh, Demand: p.DemandWh, Weight: p.Weight, Given: p.GivenWh, Taken: p.TakenWh}
}

// StoredPrefix returns the stored form of a prefix.
func StoredPrefix(p netting.Prefix) types.Prefix {
	return types.Prefix{SupplyWh: p.Supply, DemandWh: p.Demand, Weight: p.Weight, GivenWh: p.Given, TakenWh: p.Taken}
}
