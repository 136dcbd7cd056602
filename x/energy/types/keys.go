// Package types has the messages, events, errors, parameters and genesis of x/energy.
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

// Prefixes of the store. Numbers are never reused.
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

// Kinds of block work. Numbers are never reused.
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
	// PassTotals sums supply and demand.
	PassTotals uint32 = 1
	// PassMatch computes the netted energy, for the keys that cannot derive it from the totals.
	PassMatch uint32 = 2
	// PassCharge computes the money collected.
	PassCharge uint32 = 3
	// PassShare writes the result of each member.
	PassShare uint32 = 4
)

// Limits that are constants, because stored data depend on them.
const (
	// MaxNameBytes is the maximum length of the name of a community.
	MaxNameBytes = 64
	// MaxEpochSeconds is the maximum length of an epoch; every length divides it.
	MaxEpochSeconds uint64 = 86_400
	// MaxGraceSeconds is the maximum grace.
	MaxGraceSeconds uint64 = 604_800
	// MaxGrace is MaxGraceSeconds as a span of Unix seconds.
	MaxGrace = int64(MaxGraceSeconds)
	// MaxPricePerKWh is the highest price, base units per kWh.
	MaxPricePerKWh uint64 = 1 << 40
	// MaxStaticWeight is the largest weight of a member.
	MaxStaticWeight uint64 = 1<<32 - 1
	// MaxStaticTotalWeight is the maximum total of static weights: MaxMembers · MaxStaticWeight is less.
	MaxStaticTotalWeight uint64 = 1 << 55
	// minTolerancesInEpoch is the minimum length of an epoch in border tolerances, so that no moment is near two borders.
	minTolerancesInEpoch = 20
	// defaultTolerancesInEpoch is the length of an epoch in default tolerances: 30 seconds of 900.
	defaultTolerancesInEpoch = 30
	// MinMembers is the minimum of max_members.
	MinMembers uint64 = 2
	// MaxMembers is the maximum number of slots of a community, above the parameter.
	MaxMembers uint64 = 1 << 23
	// MaxPrepaid is the maximum of money in all wallets of a community, base units.
	MaxPrepaid uint64 = 1 << 62
	// MilliPerUnit is the number of thousandths of a base unit; a price per kWh is that many thousandths per Wh.
	MilliPerUnit uint64 = 1_000
	// MaxAheadSeconds is the maximum time until the begin of a membership.
	MaxAheadSeconds uint64 = 31_536_000
	// MaxTime is the last second of the year 9999: no time lies after it.
	MaxTime = check.MaxTime
)
