package keeper

import (
	"github.com/utilityd/utilityd/x/energy/types"
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
)

var seatForm = pages.Fields(func(s *types.Seat, row pages.Row) {
	row.Uint(seatFrom, &s.FromEpoch)
	row.Uint(seatTo, &s.ToEpoch)
	row.Uint(seatWeight, &s.StaticWeight)
	row.Uint(seatPreviousWeight, &s.PreviousWeight)
	row.Uint(seatWeightFrom, &s.WeightFromEpoch)
})

// Columns of a wallet.
const (
	walletPrepaid = iota
	walletCarryMilli
	walletCarry
	walletFromCommunity
	walletToCommunity
	walletFromGrid
	walletToGrid
	walletCharged
	walletCredited
)

var walletForm = pages.Fields(func(w *types.Wallet, row pages.Row) {
	row.Uint(walletPrepaid, &w.Prepaid)
	row.Uint(walletCarryMilli, &w.CarryMilli)
	row.Int(walletCarry, &w.CarryWh)
	row.Uint(walletFromCommunity, &w.FromCommunityWh)
	row.Uint(walletToCommunity, &w.ToCommunityWh)
	row.Uint(walletFromGrid, &w.FromGridWh)
	row.Uint(walletToGrid, &w.ToGridWh)
	row.Uint(walletCharged, &w.Charged)
	row.Uint(walletCredited, &w.Credited)
})

// Columns of an interval.
const (
	intervalImport = iota
	intervalExport
	intervalWithheld
	intervalCarried
	intervalShared
	intervalWeight
	intervalWeightBefore
)

var intervalForm = pages.Fields(func(i *types.Interval, row pages.Row) {
	row.Uint(intervalImport, &i.ImportWh)
	row.Uint(intervalExport, &i.ExportWh)
	row.Uint(intervalWithheld, &i.WithheldWh)
	row.Int(intervalCarried, &i.CarriedWh)
	row.Uint(intervalShared, &i.SharedWh)
	row.Uint(intervalWeight, &i.StaticWeight)
	row.Uint(intervalWeightBefore, &i.WeightBefore)
})

var prefixForm = pages.Fields(func(p *types.Prefix, row pages.Row) {
	row.Uint(0, &p.SupplyWh, &p.DemandWh, &p.Weight, &p.GivenWh, &p.TakenWh)
})
