package keeper

import (
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/internal/pages"
)

// How paged records are rows of numbers. The order of the columns is part of the stored form.

// Columns of a seat.
const (
	seatFrom = iota
	seatTo
	seatWeight
	seatPreviousWeight
	seatWeightFrom
	seatColumns
)

var seatForm = pages.Record[types.Seat]{
	Columns: seatColumns,
	Encode: func(s types.Seat, row []uint64) {
		row[seatFrom] = s.FromEpoch
		row[seatTo] = s.ToEpoch
		row[seatWeight] = s.StaticWeight
		row[seatPreviousWeight] = s.PreviousWeight
		row[seatWeightFrom] = s.WeightFromEpoch
	},
	Decode: func(row []uint64) types.Seat {
		return types.Seat{
			FromEpoch:       row[seatFrom],
			ToEpoch:         row[seatTo],
			StaticWeight:    row[seatWeight],
			PreviousWeight:  row[seatPreviousWeight],
			WeightFromEpoch: row[seatWeightFrom],
		}
	},
}

// Columns of a wallet.
const (
	walletPrepaid = iota
	walletCarryMilli
	walletCarry // zigzag
	walletFromCommunity
	walletToCommunity
	walletFromGrid
	walletToGrid
	walletCharged
	walletCredited
	walletColumns
)

var walletForm = pages.Record[types.Wallet]{
	Columns: walletColumns,
	Encode: func(w types.Wallet, row []uint64) {
		row[walletPrepaid] = w.Prepaid
		row[walletCarryMilli] = w.CarryMilli
		row[walletCarry] = exact.ZigZag(w.CarryWh)
		row[walletFromCommunity] = w.FromCommunityWh
		row[walletToCommunity] = w.ToCommunityWh
		row[walletFromGrid] = w.FromGridWh
		row[walletToGrid] = w.ToGridWh
		row[walletCharged] = w.Charged
		row[walletCredited] = w.Credited
	},
	Decode: func(row []uint64) types.Wallet {
		return types.Wallet{
			Prepaid:         row[walletPrepaid],
			CarryMilli:      row[walletCarryMilli],
			CarryWh:         exact.UnZigZag(row[walletCarry]),
			FromCommunityWh: row[walletFromCommunity],
			ToCommunityWh:   row[walletToCommunity],
			FromGridWh:      row[walletFromGrid],
			ToGridWh:        row[walletToGrid],
			Charged:         row[walletCharged],
			Credited:        row[walletCredited],
		}
	},
}

// Columns of an interval.
const (
	intervalImport = iota
	intervalExport
	intervalWithheld
	intervalCarried // zigzag
	intervalShared
	intervalWeight
	intervalWeightBefore
	intervalColumns
)

var intervalForm = pages.Record[types.Interval]{
	Columns: intervalColumns,
	Encode: func(i types.Interval, row []uint64) {
		row[intervalImport] = i.ImportWh
		row[intervalExport] = i.ExportWh
		row[intervalWithheld] = i.WithheldWh
		row[intervalCarried] = exact.ZigZag(i.CarriedWh)
		row[intervalShared] = i.SharedWh
		row[intervalWeight] = i.StaticWeight
		row[intervalWeightBefore] = i.WeightBefore
	},
	Decode: func(row []uint64) types.Interval {
		return types.Interval{
			ImportWh:     row[intervalImport],
			ExportWh:     row[intervalExport],
			WithheldWh:   row[intervalWithheld],
			CarriedWh:    exact.UnZigZag(row[intervalCarried]),
			SharedWh:     row[intervalShared],
			StaticWeight: row[intervalWeight],
			WeightBefore: row[intervalWeightBefore],
		}
	},
}

// Columns of a prefix.
const (
	prefixSupply = iota
	prefixDemand
	prefixWeight
	prefixGiven
	prefixTaken
	prefixColumns
)

var prefixForm = pages.Record[types.Prefix]{
	Columns: prefixColumns,
	Encode:  encodePrefix,
	Decode: func(row []uint64) types.Prefix {
		return types.Prefix{
			SupplyWh: row[prefixSupply],
			DemandWh: row[prefixDemand],
			Weight:   row[prefixWeight],
			GivenWh:  row[prefixGiven],
			TakenWh:  row[prefixTaken],
		}
	},
}

func encodePrefix(p types.Prefix, row []uint64) {
	row[prefixSupply] = p.SupplyWh
	row[prefixDemand] = p.DemandWh
	row[prefixWeight] = p.Weight
	row[prefixGiven] = p.GivenWh
	row[prefixTaken] = p.TakenWh
}

// putPrefix writes a prefix into slot i of a page of prefixes.
func putPrefix(pg *pages.Page, i int, p types.Prefix) {
	pg.Put(i)
	var row [prefixColumns]uint64
	encodePrefix(p, row[:])
	for c, v := range row {
		pg.Col(c)[i] = v
	}
}
