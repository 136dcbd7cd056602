package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// BankKeeper holds the money of the wallets in the account of the module.
type BankKeeper interface {
	// SendCoinsFromAccountToModule moves all or nothing.
	SendCoinsFromAccountToModule(ctx context.Context, sender sdk.AccAddress, module string, amount sdk.Coins) error
	// SendCoinsFromModuleToAccount moves all or nothing, and refuses blocked accounts.
	SendCoinsFromModuleToAccount(ctx context.Context, module string, recipient sdk.AccAddress, amount sdk.Coins) error
	// GetBalance is zero for an account that has none.
	GetBalance(ctx context.Context, account sdk.AccAddress, denom string) sdk.Coin
	// HasSupply reports whether there is any of the denom.
	HasSupply(ctx context.Context, denom string) bool
	// GetDenomMetaData reports whether the denom is described.
	GetDenomMetaData(ctx context.Context, denom string) (banktypes.Metadata, bool)
}

// MeterKeeper says who a meter is, and whose readings are ours.
type MeterKeeper interface {
	// Meter is an error that wraps ErrMeterNotFound of x/meterid for an unknown number.
	Meter(ctx context.Context, id uint64) (meteridtypes.Meter, error)
	// Totals are what a meter has counted up to its last accepted reading, modulo 2^64; an error for one that was never active.
	Totals(ctx context.Context, id uint64) (meteridtypes.Totals, error)
	// BindMeter makes the accepted readings of an active and unbound meter ours.
	BindMeter(ctx context.Context, id uint64, binding meteridtypes.Binding) error
	// UnbindMeter ends that, and refuses meters that are bound to another module.
	UnbindMeter(ctx context.Context, id uint64, module string) error
}
