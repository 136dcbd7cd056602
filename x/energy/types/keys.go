// Package types holds the words of x/energy: messages, events, errors, parameters, genesis and what others see of it.
package types

import (
	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/check"
)

const (
	// ModuleName is the name of the module, of its account and of its bindings.
	ModuleName = "energy"
	// StoreKey is the name of its store.
	StoreKey = ModuleName
)

// Prefixes of the store. A number is never used again for something else.
var (
	ParamsKey        = collections.NewPrefix(0)
	NextCommunityKey = collections.NewPrefix(1)
	CommunitiesKey   = collections.NewPrefix(2)
	TermsKey         = collections.NewPrefix(3)
	MembersKey       = collections.NewPrefix(4)
	AccountsKey      = collections.NewPrefix(5)
	SeatsKey         = collections.NewPrefix(6)
	WalletsKey       = collections.NewPrefix(7)
	ApplicationsKey  = collections.NewPrefix(8)
	ApplicantsKey    = collections.NewPrefix(9)
	IntervalsKey     = collections.NewPrefix(10)
	SettlementsKey   = collections.NewPrefix(11)
	UnsettledKey     = collections.NewPrefix(12)
	PrefixesKey      = collections.NewPrefix(13)
	CursorsKey       = collections.NewPrefix(14)
)

// FirstCommunity is the number of the first community; 0 means none.
const FirstCommunity = 1

// Kinds of block work. A number is never used again for something else.
const (
	// KindSettle settles an epoch: (community, epoch).
	KindSettle uint32 = 1
	// KindRelease releases the meter of a member who left: (community, slot).
	KindRelease uint32 = 2
	// KindPrune removes the records of an epoch: (community, epoch).
	KindPrune uint32 = 3
)

// KindNames are the kinds as x/work names them: kind 1 is the first.
var KindNames = []string{"settle", "release", "prune"}

// Passes of a settlement, in their order.
const (
	// PassTotals sums up what is supplied and demanded.
	PassTotals uint32 = 1
	// PassMatch finds how much is netted, for the keys that do not know it from the totals.
	PassMatch uint32 = 2
	// PassCharge finds how much money is collected.
	PassCharge uint32 = 3
	// PassShare writes what everybody gets.
	PassShare uint32 = 4
)

// Limits that are no parameters, because stored data relies on them.
const (
	// MaxNameBytes is the longest name of a community.
	MaxNameBytes = 64
	// MaxEpochSeconds is the longest epoch; every epoch is a whole part of it.
	MaxEpochSeconds uint64 = 86_400
	// MaxGraceSeconds is the longest that an epoch waits for readings.
	MaxGraceSeconds uint64 = 604_800
	// MaxPricePerKWh is the highest price, base units per kWh.
	MaxPricePerKWh uint64 = 1 << 40
	// MaxStaticWeight is the largest weight of a member.
	MaxStaticWeight uint64 = 1<<32 - 1
	// MaxStaticTotalWeight is the largest number of which static weights can be parts: MaxMembers times MaxStaticWeight is less.
	MaxStaticTotalWeight uint64 = 1 << 55
	// minTolerancesInEpoch is how many border tolerances an epoch has at least, so that no moment is near two borders.
	minTolerancesInEpoch = 20
	// defaultTolerancesInEpoch is how many default tolerances an epoch has: 30 seconds of 900.
	defaultTolerancesInEpoch = 30
	// MinMembers is the fewest slots that a community may ask for.
	MinMembers uint64 = 2
	// MaxMembers is the most slots that a community can have, whatever the parameter says.
	MaxMembers uint64 = 1 << 23
	// MaxPrepaid is the most money in all wallets of a community, base units.
	MaxPrepaid uint64 = 1 << 62
	// MilliPerUnit is how many thousandths a base unit has; a price per kWh is as many thousandths per Wh.
	MilliPerUnit uint64 = 1_000
	// MaxAheadSeconds is how far in the future a membership may begin.
	MaxAheadSeconds uint64 = 31_536_000
	// MaxTime is the last second of the year 9999: no time lies after it.
	MaxTime = check.MaxTime
)
