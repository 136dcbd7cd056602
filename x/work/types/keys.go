package types

import "cosmossdk.io/collections"

const (
	// ModuleName is the name of the module.
	ModuleName = "work"
	// StoreKey is the name of its store.
	StoreKey = ModuleName
)

// Prefixes of the store. Numbers are never reused.
var (
	ParamsKey  = collections.NewPrefix(0)
	PendingKey = collections.NewPrefix(1)
	FailedKey  = collections.NewPrefix(2)
	TurnsKey   = collections.NewPrefix(3)
	TurnOfKey  = collections.NewPrefix(4)
)

// MaxNameBytes is the maximum length of the name of a module or of a kind of work.
const MaxNameBytes = 32
