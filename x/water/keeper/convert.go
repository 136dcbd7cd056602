package keeper

import (
	"github.com/utilityd/utilityd/x/internal/accrual"
	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// How stored records are the values that package ledger reckons with, and back.

func ledgerFrom(l types.Ledger) ledger.Ledger {
	return ledger.Ledger{
		Capacity:  l.CapacityLitres,
		Stock:     l.StockLitres,
		Deficit:   l.DeficitLitres,
		Overdraft: l.OverdraftLitres,
		Supply:    l.SupplyLitres,
		Reserve:   l.ReserveLitres,
		Lifeline:  l.LifelineLitres,
		Unsettled: l.UnsettledLitres,
		Escrow:    l.EscrowLitres,
		Period:    l.Period,
		Allotment: allotmentFrom(l.Water, l.Lifeline),
		Minted:    l.PeriodMintedLitres,
		Totals: ledger.Totals{
			Inflow:      l.Totals.InflowLitres,
			Minted:      l.Totals.MintedLitres,
			Burned:      l.Totals.BurnedLitres,
			Lost:        l.Totals.LostLitres,
			Overflow:    l.Totals.OverflowLitres,
			Consumed:    l.Totals.ConsumedLitres,
			Unconsented: l.Totals.UnconsentedLitres,
			Uncounted:   l.Totals.UncountedLitres,
			Traded:      l.Totals.TradedLitres,
		},
	}
}

// withLedger is the stored ledger with what has been reckoned. It keeps what package ledger does not know.
func withLedger(stored types.Ledger, l ledger.Ledger) types.Ledger {
	stored.CapacityLitres = l.Capacity
	stored.StockLitres = l.Stock
	stored.DeficitLitres = l.Deficit
	stored.OverdraftLitres = l.Overdraft
	stored.SupplyLitres = l.Supply
	stored.ReserveLitres = l.Reserve
	stored.LifelineLitres = l.Lifeline
	stored.UnsettledLitres = l.Unsettled
	stored.EscrowLitres = l.Escrow
	stored.Period = l.Period
	stored.Water, stored.Lifeline = indexOf(l.Allotment.Water), indexOf(l.Allotment.Lifeline)
	stored.PeriodMintedLitres = l.Minted
	stored.Totals = types.Totals{
		InflowLitres:      l.Totals.Inflow,
		MintedLitres:      l.Totals.Minted,
		BurnedLitres:      l.Totals.Burned,
		LostLitres:        l.Totals.Lost,
		OverflowLitres:    l.Totals.Overflow,
		ConsumedLitres:    l.Totals.Consumed,
		UnconsentedLitres: l.Totals.Unconsented,
		UncountedLitres:   l.Totals.Uncounted,
		TradedLitres:      l.Totals.Traded,
	}
	return stored
}

func allotmentFrom(water, lifeline types.Index) ledger.Allotment {
	return ledger.Allotment{Water: indexFrom(water), Lifeline: indexFrom(lifeline)}
}

func indexFrom(x types.Index) accrual.Index {
	return accrual.Index{Acc: x.LitresPerPerson, Carry: x.CarryLitres, Weight: x.Persons}
}

func indexOf(x accrual.Index) types.Index {
	return types.Index{LitresPerPerson: x.Acc, CarryLitres: x.Carry, Persons: x.Weight}
}

func termsOf(a types.Area) ledger.Terms {
	return ledger.Terms{
		Lifeline:    a.LifelineLitresPerPersonDay,
		CapDays:     a.LifelineDaysCap,
		ReserveDays: a.LifelineReserveDays,
	}
}

// householdFrom is the account that a holding and the tokens of its owner make.
func householdFrom(h types.Holding, balance uint64) ledger.Account {
	return ledger.Account{
		Balance:      balance,
		Lifeline:     h.LifelineLitres,
		Overdraft:    h.OverdraftLitres,
		Period:       h.Period,
		Persons:      h.Persons,
		WaterLast:    h.WaterLast,
		LifelineLast: h.LifelineLast,
		NextPeriod:   h.NextPeriod,
		NextPersons:  h.NextPersons,
		DailyUse:     h.DailyUseMl,
		Measured:     h.Measured,
		Spent:        h.SpentLitres,
		Consumed:     h.ConsumedLitres,
	}
}

// withHousehold is the holding with what has been reckoned. It keeps the flags that package ledger does not know.
func withHousehold(h types.Holding, a ledger.Account) types.Holding {
	h.LifelineLitres = a.Lifeline
	h.OverdraftLitres = a.Overdraft
	h.Period = a.Period
	h.Persons = a.Persons
	h.WaterLast = a.WaterLast
	h.LifelineLast = a.LifelineLast
	h.NextPeriod = a.NextPeriod
	h.NextPersons = a.NextPersons
	h.DailyUseMl = a.DailyUse
	h.Measured = a.Measured
	h.SpentLitres = a.Spent
	h.ConsumedLitres = a.Consumed
	return h
}
