// Package types has the messages, events, errors, parameters and genesis of x/meterid.
package types

import (
	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/meterid/register"
)

const (
	// ModuleName is the name of the module.
	ModuleName = "meterid"
	// StoreKey is the name of its store.
	StoreKey = ModuleName
)

// Prefixes of the store. Numbers are never reused.
var (
	ParamsKey              = collections.NewPrefix(0)
	IssuersKey             = collections.NewPrefix(1)
	NextMeterKey           = collections.NewPrefix(2)
	MetersKey              = collections.NewPrefix(3)
	SerialsKey             = collections.NewPrefix(4)
	DeviceKeysKey          = collections.NewPrefix(5)
	OwnersKey              = collections.NewPrefix(6)
	RegistersKey           = collections.NewPrefix(7)
	QuarantineKey          = collections.NewPrefix(8)
	PendingKeysKey         = collections.NewPrefix(9)
	PendingTransfersKey    = collections.NewPrefix(10)
	PendingReplacementsKey = collections.NewPrefix(11)
	BindingsKey            = collections.NewPrefix(12)
)

// FirstMeter is the number of the first meter; 0 means none.
const FirstMeter = 1

// Kinds of block work. Numbers are never reused.
const (
	// KindRotateKey makes the pending key of a meter its key.
	KindRotateKey uint32 = 1
)

// KindNames are the kinds as x/work names them: kind 1 is the first.
var KindNames = []string{"rotate-key"}

// Limits that are constants, because stored data and other modules depend on them.
const (
	// MaxDelta is the maximum amount of one accepted reading on one register, Wh or litres.
	MaxDelta uint64 = 1<<40 - 1
	// MaxRegisterUnit is the largest numerator and denominator of a step of a register, Wh or litres. It holds every unit
	// in use exactly, up to a US gallon of 473,176,473/125,000,000 litres, and a step times any register fits in 128 bits.
	MaxRegisterUnit uint64 = 1_000_000_000
	// MaxRegisterDigits is the maximum number of decimal digits of a register that wraps: 10^19 is the last power that 64 bits hold.
	MaxRegisterDigits = register.MaxDigits
	// MaxRatePerHour is the largest plausible rate, Wh or litres per hour and register.
	MaxRatePerHour uint64 = 1_000_000_000_000
	// MaxOccupants is the maximum number of people behind a meter.
	MaxOccupants uint32 = 20
	// MaxClaims is the maximum number of claims of a meter.
	MaxClaims = 16
	// MaxNameBytes is the maximum length of an issuer's name and of a serial number.
	MaxNameBytes = 64
	// MaxReasonBytes is the maximum length of the reason of a suspension.
	MaxReasonBytes = 256
	// MaxDIDBytes is the maximum length of a DID.
	MaxDIDBytes = 256
	// ServicePointBytes is the length of the hash of a delivery address.
	ServicePointBytes = 32
	// SignatureBytes is the length of a signature, whatever the key.
	SignatureBytes = 64
	// MaxTime is the last second of the year 9999: no time lies after it.
	MaxTime = check.MaxTime
)
