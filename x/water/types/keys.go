// Package types holds the words of x/water: messages, events, errors, parameters, genesis and what others see of it.
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

// Prefixes of the store. A number is never used again for something else.
var (
	ParamsKey     = collections.NewPrefix(0)
	NextAreaKey   = collections.NewPrefix(1)
	AreasKey      = collections.NewPrefix(2)
	LedgersKey    = collections.NewPrefix(3)
	PursesKey     = collections.NewPrefix(4)
	CountersKey   = collections.NewPrefix(5)
	SourcesKey    = collections.NewPrefix(6)
	PeriodsKey    = collections.NewPrefix(7)
	AccountsKey   = collections.NewPrefix(8)
	OwnersKey     = collections.NewPrefix(9)
	HoldingsKey   = collections.NewPrefix(10)
	ValvesKey     = collections.NewPrefix(11)
	OrdersKey     = collections.NewPrefix(12)
	OrderRanksKey = collections.NewPrefix(13)
	AuctionsKey   = collections.NewPrefix(14)
	ClearingsKey  = collections.NewPrefix(15)
	PayablesKey   = collections.NewPrefix(16)
	// OpenSourcesKey is the index of the sources that are proposed or active: areas may have had any number of others.
	OpenSourcesKey = collections.NewPrefix(17)
)

const (
	// FirstArea is the number of the first area; 0 means none.
	FirstArea = 1
	// FirstSource is the number of the first source of an area; 0 means none.
	FirstSource = 1
)

// SourceSlot marks the slot of a binding as the number of a source; without it, it is the slot of an account.
const SourceSlot uint64 = 1 << 63

// Kinds of block work. A number is never used again for something else.
const (
	// KindOpen opens the enrolment of a period: (area, period).
	KindOpen uint32 = 1
	// KindStart starts a period and ends the one before: (area, period).
	KindStart uint32 = 2
	// KindTick allots the lifeline of a day: (area, 0).
	KindTick uint32 = 3
	// KindAuction holds an auction: (area, 0).
	KindAuction uint32 = 4
	// KindRenew subscribes by the policy of an owner: (area, slot).
	KindRenew uint32 = 5
)

// KindNames are the kinds as x/work names them: kind 1 is the first.
var KindNames = []string{"open", "start", "tick", "auction", "renew"}

// Limits that are no parameters, because stored data relies on them.
const (
	// MaxNameBytes is the longest name of an area.
	MaxNameBytes = 64
	// EvidenceBytes is the length of the hash of the evidence of a loss.
	EvidenceBytes = 32
	// DaySeconds is the time between two lifelines.
	DaySeconds uint64 = 86_400
	// MaxPeriodSeconds is the longest period, and the longest time between auctions.
	MaxPeriodSeconds uint64 = 31_536_000
	// MinPeriodSeconds is the shortest period that the parameter may allow.
	MinPeriodSeconds uint64 = 60
	// MinAuctionSeconds is the shortest time between auctions.
	MinAuctionSeconds uint64 = 60
	// MaxLitres is the most of a reading, an order and an overdraft, litres.
	MaxLitres uint64 = 1<<40 - 1
	// MaxCapacity is the most that all sources of an area hold, litres.
	MaxCapacity uint64 = 1 << 50
	// MaxPersons is the most people behind one meter.
	MaxPersons uint64 = 20
	// MaxAccounts is the most slots of an area, whatever the parameter says.
	MaxAccounts uint64 = 1 << 21
	// MaxSources is the most sources of an area that are proposed or active, whatever the parameter says.
	MaxSources uint64 = 1_024
	// MaxOrdersPerSide is the most orders on a side of a book, whatever the parameter says.
	MaxOrdersPerSide uint64 = 2_000
	// MaxLifelineLitres is the largest lifeline, litres per person and day.
	MaxLifelineLitres uint64 = 10_000
	// MaxDays is the most days of lifeline, of its reserve and of own use that terms can name.
	MaxDays uint64 = 366
	// MaxPrice is the highest price of a litre, fee of a person and remuneration of a source, base units.
	MaxPrice uint64 = 1 << 40
	// MaxMoney is the most money in all buckets of an area, and the most that an order is worth, base units.
	MaxMoney uint64 = 1<<62 - 1
	// MaxTime is the last second of the year 9999: no time lies after it.
	MaxTime = check.MaxTime
)
