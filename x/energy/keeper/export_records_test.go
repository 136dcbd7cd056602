package keeper

// The stored forms, for the tests of their rows.
var (
	SeatForm     = seatForm
	WalletForm   = walletForm
	IntervalForm = intervalForm
	PrefixForm   = prefixForm
)
