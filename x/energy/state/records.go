package state

import (
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/pages"
)

// Columns of a seat.
const (
	SeatFrom = iota
	SeatTo
	SeatWeight
	SeatPreviousWeight
	SeatWeightFrom
)

// SeatForm is the stored form of a seat; the order of the columns is part of it.
var SeatForm = pages.Fields(func(s *types.Seat, row pages.Row) {
	row.Uint(SeatFrom, &s.FromEpoch)
	row.Uint(SeatTo, &s.ToEpoch)
	row.Uint(SeatWeight, &s.StaticWeight)
	row.Uint(SeatPreviousWeight, &s.PreviousWeight)
	row.Uint(SeatWeightFrom, &s.WeightFromEpoch)
})

// Columns of a wallet.
const (
	WalletPrepaid = iota
	WalletCarryMilli
	WalletCarry
	WalletFromCommunity
	WalletToCommunity
	WalletFromGrid
	WalletToGrid
	WalletCharged
	WalletCredited
	WalletMaxPrice
)

// WalletForm is the stored form of a wallet.
var WalletForm = pages.Fields(func(w *types.Wallet, row pages.Row) {
	row.Uint(WalletPrepaid, &w.Prepaid)
	row.Uint(WalletCarryMilli, &w.CarryMilli)
	row.Int(WalletCarry, &w.CarryWh)
	row.Uint(WalletFromCommunity, &w.FromCommunityWh)
	row.Uint(WalletToCommunity, &w.ToCommunityWh)
	row.Uint(WalletFromGrid, &w.FromGridWh)
	row.Uint(WalletToGrid, &w.ToGridWh)
	row.Uint(WalletCharged, &w.Charged)
	row.Uint(WalletCredited, &w.Credited)
	row.Uint(WalletMaxPrice, &w.MaxPricePerKwh)
})

// Columns of an interval.
const (
	IntervalImport = iota
	IntervalExport
	IntervalWithheld
	IntervalCarried
	IntervalShared
	IntervalWeight
	IntervalWeightBefore
)

// IntervalForm is the stored form of an interval.
var IntervalForm = pages.Fields(func(i *types.Interval, row pages.Row) {
	row.Uint(IntervalImport, &i.ImportWh)
	row.Uint(IntervalExport, &i.ExportWh)
	row.Uint(IntervalWithheld, &i.WithheldWh)
	row.Int(IntervalCarried, &i.CarriedWh)
	row.Uint(IntervalShared, &i.SharedWh)
	row.Uint(IntervalWeight, &i.StaticWeight)
	row.Uint(IntervalWeightBefore, &i.WeightBefore)
})

// PrefixForm is the stored form of a prefix.
var PrefixForm = pages.Fields(func(p *types.Prefix, row pages.Row) {
	row.Uint(0, &p.SupplyWh, &p.DemandWh, &p.Weight, &p.GivenWh, &p.TakenWh)
})
