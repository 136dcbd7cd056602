package check

import (
	"context"

	"cosmossdk.io/errors"
)

// Denoms has the coins of the chain and their metadata, of type M.
type Denoms[M any] interface {
	HasSupply(ctx context.Context, denom string) bool
	GetDenomMetaData(ctx context.Context, denom string) (M, bool)
}

// PaymentDenom refuses a denom with neither supply nor metadata, by the error of the module.
func PaymentDenom[M any](ctx context.Context, bank Denoms[M], denom string, unknown error) error {
	if bank.HasSupply(ctx, denom) {
		return nil
	}
	if _, described := bank.GetDenomMetaData(ctx, denom); described {
		return nil
	}
	return errors.Wrapf(unknown, "payment_denom: expected a denom with a supply or metadata, got %q", denom)
}
