package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// BankKeeper holds the money of the wallets in the module account.
type BankKeeper interface {
	// SendCoinsFromAccountToModule moves all or nothing.
	SendCoinsFromAccountToModule(ctx context.Context, sender sdk.AccAddress, module string, amount sdk.Coins) error
	// SendCoinsFromModuleToAccount moves all or nothing, and refuses blocked accounts.
	SendCoinsFromModuleToAccount(ctx context.Context, module string, recipient sdk.AccAddress, amount sdk.Coins) error
	// GetBalance returns zero for an account without the denom.
	GetBalance(ctx context.Context, account sdk.AccAddress, denom string) sdk.Coin
	// GetSupply returns zero for a denom that does not exist.
	GetSupply(ctx context.Context, denom string) sdk.Coin
	// GetDenomMetaData returns the metadata of the denom, if it has any.
	GetDenomMetaData(ctx context.Context, denom string) (banktypes.Metadata, bool)
}

// MeterKeeper reads meters and binds them to this module.
type MeterKeeper interface {
	// Meter returns an error that wraps ErrMeterNotFound of x/meterid for an unknown number.
	Meter(ctx context.Context, id uint64) (meteridtypes.Meter, error)
	// Totals returns the counts of a meter up to its last accepted reading, modulo 2^64, or an error if it was never active.
	Totals(ctx context.Context, id uint64) (meteridtypes.Totals, error)
	// BindMeter delivers the accepted readings of an active and unbound meter to this module.
	BindMeter(ctx context.Context, id uint64, binding meteridtypes.Binding) error
	// UnbindMeter ends the binding; it refuses meters that are bound to another module.
	UnbindMeter(ctx context.Context, id uint64, module string) error
}
