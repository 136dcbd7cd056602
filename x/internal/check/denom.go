package check

import (
	"context"

	"cosmossdk.io/errors"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

const (
	// MaxSupply is the maximum supply of a denom that modules keep in purses and wallets, base units: their sums are 64-bit numbers.
	MaxSupply = 1 << 62
	// MaxDecimals is the maximum number of decimals of its display unit. With more, MaxSupply is less than a million of those.
	MaxDecimals = 12
)

// Denoms is the coins of the chain and their metadata.
type Denoms interface {
	GetSupply(ctx context.Context, denom string) sdk.Coin
	GetDenomMetaData(ctx context.Context, denom string) (banktypes.Metadata, bool)
}

// PaymentDenom refuses a denom with neither supply nor metadata, by the error of the module, and one whose amounts do not fit: what is
// paid in it could not be added up later.
func PaymentDenom(ctx context.Context, bank Denoms, denom string, unknown error) error {
	supply := bank.GetSupply(ctx, denom).Amount
	metadata, described := bank.GetDenomMetaData(ctx, denom)
	if supply.IsZero() && !described {
		return errors.Wrapf(unknown, "payment_denom: expected a denom with a supply or metadata, got %q", denom)
	}
	if supply.GT(math.NewInt(MaxSupply)) {
		return Invalid("payment_denom: expected a supply of at most %d base units, got %s of %q", MaxSupply, supply, denom)
	}
	for _, unit := range metadata.DenomUnits {
		if unit.Denom == metadata.Display && unit.Exponent > MaxDecimals {
			return Invalid("payment_denom: expected a display unit of at most %d decimals, got %d of %q", MaxDecimals, unit.Exponent, denom)
		}
	}
	return nil
}
