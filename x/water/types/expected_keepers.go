package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// BankKeeper holds the tokens of the owners and the coins of the module account.
type BankKeeper interface {
	// SendCoinsFromAccountToModule moves all or nothing.
	SendCoinsFromAccountToModule(ctx context.Context, sender sdk.AccAddress, module string, amount sdk.Coins) error
	// SendCoinsFromModuleToAccount moves all or nothing, and refuses blocked accounts.
	SendCoinsFromModuleToAccount(ctx context.Context, module string, recipient sdk.AccAddress, amount sdk.Coins) error
	// MintCoins creates coins in the module account.
	MintCoins(ctx context.Context, module string, amount sdk.Coins) error
	// BurnCoins destroys coins of the module account.
	BurnCoins(ctx context.Context, module string, amount sdk.Coins) error
	// UncheckedSetBalance gives an account so many coins of a denom. It runs no send restriction and emits no event, and does not
	// change the other account of a transfer: the caller sets both. It is used for water tokens only.
	UncheckedSetBalance(ctx context.Context, account sdk.AccAddress, balance sdk.Coin) error
	// GetBalance returns zero for an account without the denom.
	GetBalance(ctx context.Context, account sdk.AccAddress, denom string) sdk.Coin
	// GetSupply returns zero for a denom that does not exist.
	GetSupply(ctx context.Context, denom string) sdk.Coin
	// GetDenomMetaData returns the metadata of the denom, if it has any.
	GetDenomMetaData(ctx context.Context, denom string) (banktypes.Metadata, bool)
	// SetDenomMetaData sets the metadata of a denom.
	SetDenomMetaData(ctx context.Context, metadata banktypes.Metadata)
}

// MeterKeeper reads meters and binds them to this module.
type MeterKeeper interface {
	// Meter returns an error that wraps ErrMeterNotFound of x/meterid for an unknown number.
	Meter(ctx context.Context, id uint64) (meteridtypes.Meter, error)
	// Registers returns the last accepted registers of a meter.
	Registers(ctx context.Context, id uint64) (meteridtypes.Registers, error)
	// Successor returns the issuer that governance has named to act for the meters of a revoked one; empty: none, or no such issuer.
	Successor(ctx context.Context, issuer string) (string, error)
	// BindMeter delivers the accepted readings of an active and unbound meter to this module.
	BindMeter(ctx context.Context, id uint64, binding meteridtypes.Binding) error
	// UnbindMeter ends the binding; it refuses meters that are bound to another module.
	UnbindMeter(ctx context.Context, id uint64, module string) error
}
