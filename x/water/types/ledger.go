package types

import (
	"github.com/utilityd/utilityd/x/internal/accrual"
	"github.com/utilityd/utilityd/x/water/ledger"
)

// Conversions between stored records and values of the pure package.

// Value returns the index in the form of x/internal/accrual.
func (i Index) Value() accrual.Index {
	return accrual.Index{Acc: i.LitresPerPerson, Carry: i.CarryLitres, Weight: i.Persons}
}

// NewIndex returns the stored form of an index.
func NewIndex(x accrual.Index) Index {
	return Index{LitresPerPerson: x.Acc, CarryLitres: x.Carry, Persons: x.Weight}
}

// Allotment returns the indexes with which accounts of a finished period catch up.
func (p Period) Allotment() ledger.Allotment {
	return ledger.Allotment{Water: p.Water.Value(), Lifeline: p.Lifeline.Value()}
}

// Terms returns the lifeline terms of the area.
func (a Area) Terms() ledger.Terms {
	return ledger.Terms{
		Lifeline: a.LifelineLitresPerPersonDay, CapDays: a.LifelineDaysCap, ReserveDays: a.LifelineReserveDays,
	}
}

// Value returns the ledger in the form of the pure package.
func (l Ledger) Value() ledger.Ledger {
	return ledger.Ledger{
		Capacity: l.CapacityLitres, Stock: l.StockLitres, Deficit: l.DeficitLitres, Overdraft: l.OverdraftLitres,
		Supply: l.SupplyLitres, Reserve: l.ReserveLitres, Lifeline: l.LifelineLitres, Unsettled: l.UnsettledLitres,
		Escrow: l.EscrowLitres, Period: l.Period, Minted: l.PeriodMintedLitres,
		Allotment: ledger.Allotment{Water: l.Water.Value(), Lifeline: l.Lifeline.Value()},
		Totals: ledger.Totals{
			Inflow: l.Totals.InflowLitres, Minted: l.Totals.MintedLitres, Burned: l.Totals.BurnedLitres, Lost: l.Totals.LostLitres,
			Overflow: l.Totals.OverflowLitres, Consumed: l.Totals.ConsumedLitres, Unconsented: l.Totals.UnconsentedLitres,
			Uncounted: l.Totals.UncountedLitres, Traded: l.Totals.TradedLitres,
		},
	}
}

// With returns the stored ledger with the numbers of its Value.
func (l Ledger) With(v ledger.Ledger) Ledger {
	l.CapacityLitres, l.StockLitres, l.DeficitLitres, l.OverdraftLitres = v.Capacity, v.Stock, v.Deficit, v.Overdraft
	l.SupplyLitres, l.ReserveLitres, l.LifelineLitres = v.Supply, v.Reserve, v.Lifeline
	l.UnsettledLitres, l.EscrowLitres = v.Unsettled, v.Escrow
	l.Period, l.PeriodMintedLitres = v.Period, v.Minted
	l.Water, l.Lifeline = NewIndex(v.Allotment.Water), NewIndex(v.Allotment.Lifeline)
	l.Totals = Totals{
		InflowLitres: v.Totals.Inflow, MintedLitres: v.Totals.Minted, BurnedLitres: v.Totals.Burned, LostLitres: v.Totals.Lost,
		OverflowLitres: v.Totals.Overflow, ConsumedLitres: v.Totals.Consumed, UnconsentedLitres: v.Totals.Unconsented,
		UncountedLitres: v.Totals.Uncounted, TradedLitres: v.Totals.Traded,
	}
	return l
}

// MintedOn adds a mint to the sum of its day.
func (l Ledger) MintedOn(now int64, litres uint64) Ledger {
	if litres == 0 {
		return l
	}
	day := uint64(max(now, 0)) / DaySeconds
	if day != l.MintedDay {
		l.MintedDay, l.MintedDayLitres = day, 0
	}
	l.MintedDayLitres += min(litres, ^l.MintedDayLitres)
	return l
}

// MintedToday returns the sum minted on the day of a moment.
func (l Ledger) MintedToday(now int64) uint64 {
	if uint64(max(now, 0))/DaySeconds != l.MintedDay {
		return 0
	}
	return l.MintedDayLitres
}

// Value returns the household in the form of the pure package, with the tokens of its owner in the bank; those on sale are in the book.
func (h Holding) Value(balance uint64) ledger.Account {
	return ledger.Account{
		Balance: balance, Lifeline: h.LifelineLitres, Overdraft: h.OverdraftLitres,
		Period: h.Period, Persons: h.Persons, WaterLast: h.WaterLast, LifelineLast: h.LifelineLast,
		NextPeriod: h.NextPeriod, NextPersons: h.NextPersons,
		DailyUse: h.DailyUseMl, Measured: h.Measured, Spent: h.SpentLitres, Consumed: h.ConsumedLitres, Bought: h.BoughtLitres,
	}
}

// With returns the stored holding with the numbers of its Value. The bank has the balance.
func (h Holding) With(v ledger.Account) Holding {
	h.LifelineLitres, h.OverdraftLitres = v.Lifeline, v.Overdraft
	h.Period, h.Persons, h.WaterLast, h.LifelineLast = v.Period, v.Persons, v.WaterLast, v.LifelineLast
	h.NextPeriod, h.NextPersons = v.NextPeriod, v.NextPersons
	h.DailyUseMl, h.Measured, h.SpentLitres, h.ConsumedLitres = v.DailyUse, v.Measured, v.Spent, v.Consumed
	h.BoughtLitres = v.Bought
	return h
}
