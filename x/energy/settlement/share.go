package settlement

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// writeShares writes the results of the members of a page: energy, money and residual.
func (w *walk) writeShares(ctx context.Context, page uint64) error {
	given := w.cursor.Prefix.GivenWh
	w.shareEnergy()
	w.writeIntervals()
	w.writeEnergy()
	if w.usesMoney() && w.cursor.Settlement.NettedWh > 0 {
		if err := w.writeMoney(given); err != nil {
			return err
		}
	}
	if err := w.Intervals.SetPage(ctx, w.key(), page, &w.intervalPage); err != nil {
		return err
	}
	return w.Wallets.SetPage(ctx, w.cursor.Community, page, &w.walletPage)
}

// writeIntervals writes the result into each report. Members without a report share nothing.
func (w *walk) writeIntervals() {
	work, shared := w.work, w.intervalPage.Col(state.IntervalShared)
	for i := range shared {
		shared[i] = work.Give[i] + work.Take[i]
	}
	copy(w.intervalPage.Col(state.IntervalWithheld), work.Withheld)
	if w.carries {
		copy(w.intervalPage.Col(state.IntervalCarried), w.carried)
	}
	if w.usesWeights() {
		w.writeWeights()
	}
}

// writeWeights writes the weights of the epoch into the reports. Seats change later, and an explanation needs these weights,
// those of members who did not report included.
func (w *walk) writeWeights() {
	weight, before := w.intervalPage.Col(state.IntervalWeight), w.intervalPage.Col(state.IntervalWeightBefore)
	var sum uint64
	for i, own := range w.weights {
		if w.intervalPage.Has(i) {
			weight[i], before[i] = own, sum
		}
		sum += own // 128 weights of at most 2^32 - 1
	}
}

// writeEnergy adds to the sums of the wallets. The residual goes to the grid or, with CARRY, into the balance.
func (w *walk) writeEnergy() {
	work := w.work
	fromCommunity, toCommunity := w.walletPage.Col(state.WalletFromCommunity), w.walletPage.Col(state.WalletToCommunity)
	fromGrid, toGrid, balance := w.walletPage.Col(state.WalletFromGrid), w.walletPage.Col(state.WalletToGrid), w.walletPage.Col(state.WalletCarry)
	var imports, exports uint64
	for i, position := range work.Position {
		if !w.intervalPage.Has(i) {
			continue
		}
		fromCommunity[i] = exact.AddUpTo(fromCommunity[i], work.Take[i])
		toCommunity[i] = exact.AddUpTo(toCommunity[i], work.Give[i])

		residual := position - int64(work.Give[i]) + int64(work.Take[i]) //nolint:gosec // towards 0, past which neither goes
		if w.carries {
			kept := max(min(residual, netting.MaxEnergy), -netting.MaxEnergy)
			balance[i] = exact.ZigZag(kept)
			residual -= kept
		}
		imported, exported := GridEnergy(residual)
		if !w.carries && w.nets && balance[i] != 0 { // carried under earlier terms
			left, over := GridEnergy(exact.UnZigZag(balance[i]))
			imported, exported = imported+left, exported+over
			balance[i] = 0
		}
		fromGrid[i] = exact.AddUpTo(fromGrid[i], imported)
		toGrid[i] = exact.AddUpTo(toGrid[i], exported)
		imports += imported // a page of amounts of at most 2^42 fits
		exports += exported
	}
	s := &w.cursor.Settlement
	s.FromGridWh = exact.AddUpTo(s.FromGridWh, imports)
	s.ToGridWh = exact.AddUpTo(s.ToGridWh, exports)
}

// writeMoney charges the members who took and credits those who gave.
func (w *walk) writeMoney(given uint64) error {
	carryMilli, prepaid := w.walletPage.Col(state.WalletCarryMilli), w.walletPage.Col(state.WalletPrepaid)
	charged, err := w.work.ChargePage(w.terms.PricePerKwh, carryMilli)
	if err != nil {
		return err
	}
	credited := w.credits.Page(given, w.work)
	w.cursor.Charged += charged // at most collected, which fits
	w.cursor.Credited += credited

	sumCharged, sumCredited := w.walletPage.Col(state.WalletCharged), w.walletPage.Col(state.WalletCredited)
	copy(carryMilli, w.work.LeftMilli)
	for i := range prepaid {
		charge, credit := w.work.Charge[i], w.work.Credit[i]
		if charge > prepaid[i] {
			return types.ErrInsufficientFunds.Wrapf("slot %d of the page: expected a charge of at most %d, got %d", i, prepaid[i], charge)
		}
		prepaid[i] += credit - charge
		sumCharged[i] = exact.AddUpTo(sumCharged[i], charge)
		sumCredited[i] = exact.AddUpTo(sumCredited[i], credit)
	}
	return nil
}
