package state

import (
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/water/types"
)

// Holding is the stored row of a household: the record that readers see, and flags that save the look-up of other records.
type Holding struct {
	types.Holding

	Guarded bool // the consent must be read: it is new, or has a limit or an end
	Trades  bool // the policy trades
	Buys    bool // there is a buy order
	Sells   bool // there is a sell order
}

// Level is the stored row of a level of a book. Its number is that of package auction.
type Level struct {
	Litres uint64 // of all orders
	Before uint64 // at lower levels that accepted the price; 0 before the auction
}

// LevelForm stores levels, many to a key.
var LevelForm = pages.Fields(func(l *Level, row pages.Row) { row.Uint(0, &l.Litres, &l.Before) })

// HoldingForm stores holdings, many to a key. The columns and the flags with their order are the stored form.
var HoldingForm = pages.Fields(func(h *Holding, row pages.Row) {
	row.Uint(0,
		&h.Period, &h.Persons, &h.NextPeriod, &h.NextPersons, &h.WaterLast, &h.LifelineLast,
		&h.LifelineLitres, &h.OverdraftLitres, &h.DailyUseMl, &h.SpentLitres, &h.ConsumedLitres)
	row.Flags(11, &h.Measured, &h.Guarded, &h.Trades, &h.Buys, &h.Sells)
	row.Uint(12, &h.BoughtLitres)
})
