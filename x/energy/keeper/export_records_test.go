package keeper

import (
	"github.com/utilityd/utilityd/x/energy/state"
)

// The stored forms, for the tests of their rows.
var (
	SeatForm     = state.SeatForm
	WalletForm   = state.WalletForm
	IntervalForm = state.IntervalForm
	PrefixForm   = state.PrefixForm
)
