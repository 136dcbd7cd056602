// Package types has the messages, events, errors, parameters and genesis of x/water.
package types

import (
	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/check"
)

const (
	// ModuleName is the name of the module, of its account and of its bindings.
	ModuleName = "water"
	// StoreKey is the name of its store.
	StoreKey = ModuleName
)

// Prefixes of the store. Numbers are never reused.
var (
	ParamsKey   = collections.NewPrefix(0)
	NextAreaKey = collections.NewPrefix(1)
	AreasKey    = collections.NewPrefix(2)
	LedgersKey  = collections.NewPrefix(3)
	PursesKey   = collections.NewPrefix(4)
	CountersKey = collections.NewPrefix(5)
	SourcesKey  = collections.NewPrefix(6)
	PeriodsKey  = collections.NewPrefix(7)
	AccountsKey = collections.NewPrefix(8)
	OwnersKey   = collections.NewPrefix(9)
	HoldingsKey = collections.NewPrefix(10)
	ValvesKey   = collections.NewPrefix(11)
	OrdersKey   = collections.NewPrefix(12)
	AuctionsKey = collections.NewPrefix(14)
	PayablesKey = collections.NewPrefix(16)
	// OpenSourcesKey is the index of the proposed and active sources; the number of closed ones is unbounded.
	OpenSourcesKey = collections.NewPrefix(17)
	MarketsKey     = collections.NewPrefix(20)
	LevelsKey      = collections.NewPrefix(21)
)

const (
	// FirstArea is the number of the first area; 0 means none.
	FirstArea = 1
	// FirstSource is the number of the first source of an area; 0 means none.
	FirstSource = 1
	// FirstPeriod is the number of the first period of an area; 0 means none.
	FirstPeriod = 1
	// FirstAuction is the number of the first auction of an area; 0 means none.
	FirstAuction = 1
)

// SourceSlot marks the slot of a binding as the number of a source; without it, it is the slot of an account.
const SourceSlot uint64 = 1 << 63

// Kinds of block work. Numbers are never reused.
const (
	// KindOpen opens the enrolment of a period: (area, period).
	KindOpen uint32 = 1
	// KindStart starts a period and ends the one before: (area, period).
	KindStart uint32 = 2
	// KindTick allots the lifeline of a day: (area, 0).
	KindTick uint32 = 3
	// KindAuction holds an auction: (area, 0).
	KindAuction uint32 = 4
	// KindForget removes the levels of an auction whose orders are settled: (area, auction).
	KindForget uint32 = 5
)

// KindNames are the kinds as x/work names them: kind 1 is the first.
var KindNames = []string{"open", "start", "tick", "auction", "forget"}

// Limits that are constants, because stored data depend on them.
const (
	// MaxNameBytes is the maximum length of the name of an area.
	MaxNameBytes = 64
	// EvidenceBytes is the length of the hash of the evidence of a loss.
	EvidenceBytes = 32
	// DaySeconds is the time between two lifelines.
	DaySeconds uint64 = 86_400
	// MaxPeriodSeconds is the maximum length of a period, and the maximum time between auctions.
	MaxPeriodSeconds uint64 = 31_536_000
	// MinPeriodSeconds is the minimum of the parameter min_period_seconds.
	MinPeriodSeconds uint64 = 60
	// MinAuctionSeconds is the minimum time between auctions.
	MinAuctionSeconds uint64 = 60
	// MaxLitres is the maximum of a reading, an order and an overdraft, litres.
	MaxLitres uint64 = 1<<40 - 1
	// MaxCapacity is the maximum capacity of an area, litres.
	MaxCapacity uint64 = 1 << 50
	// MaxPersons is the maximum number of people behind a meter.
	MaxPersons uint64 = 20
	// MaxAccounts is the maximum number of slots of an area, above the parameter.
	MaxAccounts uint64 = 1 << 21
	// MaxSources is the maximum number of sources of an area that are proposed or active, above the parameter.
	MaxSources uint64 = 1_024
	// MaxLifelineLitres is the largest lifeline, litres per person and day.
	MaxLifelineLitres uint64 = 10_000
	// MaxDays is the maximum of lifeline, its reserve and own use in the terms, days.
	MaxDays uint64 = 366
	// Ppm is the number of millionths in a whole.
	Ppm uint64 = 1_000_000
	// MaxPrice is the highest price of a litre, fee of a person and remuneration of a source, base units.
	MaxPrice uint64 = 1 << 40
	// MaxMoney is the maximum of money in all buckets of an area, and of the worth of an order, base units.
	MaxMoney uint64 = 1<<62 - 1
	// MaxTime is the last second of the year 9999: no time lies after it.
	MaxTime = check.MaxTime
)
