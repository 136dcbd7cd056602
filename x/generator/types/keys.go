// Package types has the messages, events, errors, parameters and genesis of x/generator.
package types

import (
	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/internal/check"
)

const (
	// ModuleName is the name of the module, of its account and of its bindings.
	ModuleName = "generator"
	// StoreKey is the name of its store.
	StoreKey = ModuleName
	// SolarDenom is the denom in which units are bought.
	SolarDenom = "usolar"
)

// Prefixes of the store. Numbers are never reused.
var (
	ParamsKey            = collections.NewPrefix(0)
	NextGeneratorKey     = collections.NewPrefix(1)
	GeneratorsKey        = collections.NewPrefix(2)
	PursesKey            = collections.NewPrefix(3)
	StatusesKey          = collections.NewPrefix(4)
	BidsKey              = collections.NewPrefix(5)
	BiddersKey           = collections.NewPrefix(6)
	ProvidersKey         = collections.NewPrefix(7)
	HoldingsKey          = collections.NewPrefix(8)
	AccountsKey          = collections.NewPrefix(9)
	VotersKey            = collections.NewPrefix(10)
	QuotasKey            = collections.NewPrefix(11)
	DevicesKey           = collections.NewPrefix(12)
	NextVoucherKey       = collections.NewPrefix(13)
	VouchersKey          = collections.NewPrefix(14)
	OpenVouchersKey      = collections.NewPrefix(15)
	NextListingKey       = collections.NewPrefix(16)
	ListingsKey          = collections.NewPrefix(17)
	NextLeaseKey         = collections.NewPrefix(18)
	LeasesKey            = collections.NewPrefix(19)
	MaintenanceClaimsKey = collections.NewPrefix(20)
	LeaseEndsKey         = collections.NewPrefix(21)
	DayIndexesKey        = collections.NewPrefix(22)
)

// FirstNumber is the number of the first generator, voucher, listing and lease; 0 means none.
const FirstNumber = 1

// Kinds of block work. Numbers are never reused.
const (
	// KindDeadline ends the status of a generator: (generator, 0).
	KindDeadline uint32 = 1
	// KindVoucher refunds an open voucher and removes any other: (generator, voucher).
	KindVoucher uint32 = 2
	// KindListing ends an offer: (generator, listing).
	KindListing uint32 = 3
	// KindLease returns the revenue to the owner of the shares: (generator, lease).
	KindLease uint32 = 4
)

// KindNames are the kinds as x/work names them: kind 1 is the first.
var KindNames = []string{"deadline", "voucher", "listing", "lease"}

// Limits that are constants, because stored data depend on them.
const (
	// TotalShares is the number of shares of a generator.
	TotalShares uint64 = pricing.TotalShares
	// MajorityShares is the minimum number of shares above half of all.
	MajorityShares = TotalShares/2 + 1
	// RetirementShares is the minimum number of shares that retire a generator before the end of its life: three quarters.
	RetirementShares = TotalShares * 3 / 4
	// BasisPoints is the whole of a part in ten-thousandths.
	BasisPoints = pricing.AllBps
	// MaxCommissionBps is the largest part of the cost that is paid when it is commissioned.
	MaxCommissionBps = 5_000
	// MaxAcceptanceUnits is the maximum of acceptance units.
	MaxAcceptanceUnits uint64 = 1 << 40
	// MaxTrialDays is the longest trial: for so long a dead plant can bind its financiers.
	MaxTrialDays = 366
	// MaxArbiters is the maximum number of arbiters.
	MaxArbiters = 100
	// MaxMaintenanceBps is the largest part of the revenue that goes to maintenance.
	MaxMaintenanceBps = 5_000
	// MaxAmount is the largest cost, bond, deposit or other single amount of money, base units.
	MaxAmount uint64 = 1 << 60
	// MaxPrice is the highest price of a unit, usolar.
	MaxPrice = uint64(pricing.MaxPrice)
	// MaxPricePerShare is the highest price of a listed share, base units; of all shares it is below MaxAmount.
	MaxPricePerShare uint64 = 1 << 46
	// MaxUnits is the maximum number of units in one purchase; at MaxPrice they cost MaxAmount.
	MaxUnits uint64 = 1 << 20
	// MaxUnitSize is the maximum of Wh or litres in a unit.
	MaxUnitSize uint64 = 1 << 32
	// MaxCapacity is the largest capacity, watts.
	MaxCapacity uint64 = 1 << 40
	// MaxInstallDays is the maximum time of an installation, days.
	MaxInstallDays = 3_650
	// MaxLifeDays is the longest life of a generator.
	MaxLifeDays = 36_525
	// MaxLocationBytes is the longest location.
	MaxLocationBytes = 128
	// MaxTextBytes is the longest reason or purpose.
	MaxTextBytes = 512
	// MaxLabelBytes is the maximum length of the name of a unit.
	MaxLabelBytes = 16
	// MaxUnitTypeBytes is the maximum length of the description of what is built.
	MaxUnitTypeBytes = 64
	// MaxInsuranceBytes is the maximum length of the reference of an insurance.
	MaxInsuranceBytes = 128
	// SecondsPerDay is the length of a day.
	SecondsPerDay int64 = 86_400
	// MaxTime is the last second of the year 9999: no time lies after it.
	MaxTime = check.MaxTime
	// maxDay is the day of MaxTime.
	maxDay = uint64(MaxTime / SecondsPerDay)
)
