package state

import (
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/water/types"
)

// HoldingForm stores holdings, many to a key. The columns and the flags with their order are the stored form.
var HoldingForm = pages.Fields(func(h *types.Holding, row pages.Row) {
	row.Uint(0,
		&h.Period, &h.Persons, &h.NextPeriod, &h.NextPersons, &h.WaterLast, &h.LifelineLast,
		&h.LifelineLitres, &h.OverdraftLitres, &h.DailyUseMl, &h.SpentLitres, &h.ConsumedLitres)
	row.Flags(11, &h.Measured, &h.Guarded, &h.Trades, &h.Buys, &h.Sells)
})
