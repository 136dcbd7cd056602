package keeper

import (
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/water/types"
)

// How a holding is a row of numbers. The order of the columns and of the flags is part of the stored form.

// Columns of a holding.
const (
	holdingPeriod = iota
	holdingPersons
	holdingNextPeriod
	holdingNextPersons
	holdingWaterLast
	holdingLifelineLast
	holdingLifeline
	holdingOverdraft
	holdingDailyUse
	holdingSpent
	holdingConsumed
	holdingFlags
	holdingColumns
)

// Flags of a holding.
const (
	flagMeasured = 1 << iota
	flagGuarded
	flagTrades
	flagBuys
	flagSells
)

var holdingForm = pages.Record[types.Holding]{
	Columns: holdingColumns,
	Encode:  encodeHolding,
	Decode:  decodeHolding,
}

func encodeHolding(h types.Holding, row []uint64) {
	row[holdingPeriod] = h.Period
	row[holdingPersons] = h.Persons
	row[holdingNextPeriod] = h.NextPeriod
	row[holdingNextPersons] = h.NextPersons
	row[holdingWaterLast] = h.WaterLast
	row[holdingLifelineLast] = h.LifelineLast
	row[holdingLifeline] = h.LifelineLitres
	row[holdingOverdraft] = h.OverdraftLitres
	row[holdingDailyUse] = h.DailyUseMl
	row[holdingSpent] = h.SpentLitres
	row[holdingConsumed] = h.ConsumedLitres
	row[holdingFlags] = flagsOf(h)
}

func decodeHolding(row []uint64) types.Holding {
	flags := row[holdingFlags]
	return types.Holding{
		Period:          row[holdingPeriod],
		Persons:         row[holdingPersons],
		NextPeriod:      row[holdingNextPeriod],
		NextPersons:     row[holdingNextPersons],
		WaterLast:       row[holdingWaterLast],
		LifelineLast:    row[holdingLifelineLast],
		LifelineLitres:  row[holdingLifeline],
		OverdraftLitres: row[holdingOverdraft],
		DailyUseMl:      row[holdingDailyUse],
		SpentLitres:     row[holdingSpent],
		ConsumedLitres:  row[holdingConsumed],
		Measured:        flags&flagMeasured != 0,
		Guarded:         flags&flagGuarded != 0,
		Trades:          flags&flagTrades != 0,
		Buys:            flags&flagBuys != 0,
		Sells:           flags&flagSells != 0,
	}
}

func flagsOf(h types.Holding) uint64 {
	var flags uint64
	for _, f := range []struct {
		set  bool
		flag uint64
	}{
		{h.Measured, flagMeasured},
		{h.Guarded, flagGuarded},
		{h.Trades, flagTrades},
		{h.Buys, flagBuys},
		{h.Sells, flagSells},
	} {
		if f.set {
			flags |= f.flag
		}
	}
	return flags
}

// readHolding is the record in slot i of a page of holdings.
func readHolding(pg *pages.Page, i int) types.Holding {
	var row [holdingColumns]uint64
	for c := range row {
		row[c] = pg.At(c, i)
	}
	return decodeHolding(row[:])
}

// writeHolding puts a record into slot i of a page of holdings and reports whether that changes it. A column that does not
// change stays closed.
func writeHolding(pg *pages.Page, i int, h types.Holding) (changed bool) {
	pg.Put(i)
	var row [holdingColumns]uint64
	encodeHolding(h, row[:])
	for c, v := range row {
		if pg.At(c, i) != v {
			pg.Col(c)[i] = v
			changed = true
		}
	}
	return changed
}
