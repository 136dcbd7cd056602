package state

import (
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/water/types"
)

// Holding is the stored row of a household: the record that readers see, and flags that save the look-up of other records.
type Holding struct {
	types.Holding

	Bounded bool // the consent has a limit or an end, or the owner moves out: the valve depends on the account
	Renews  bool // the policy renews
	Trades  bool // the policy trades
	Buys    bool // there is a buy order
	Sells   bool // there is a sell order
	Open    bool // the stored valve is open
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
	now, next := &h.Subscription, &h.NextSubscription
	row.Uint(0,
		&h.Persons, &h.LifelineLast, &h.WaterLast, &h.RefundLast,
		&h.LifelineLitres, &h.OverdraftLitres, &h.DebtLitres, &h.BoughtLitres,
		&h.DailyUseMl, &h.SpentLitres, &h.ConsumedLitres,
		&now.FirstPeriod, &now.LastPeriod, &now.Persons, &now.FeePerPerson,
		&next.FirstPeriod, &next.LastPeriod, &next.Persons, &next.FeePerPerson)
	row.Flags(19, &h.Begun, &h.Measured, &h.Bounded, &h.Renews, &h.Trades, &h.Buys, &h.Sells, &h.Open)
})
