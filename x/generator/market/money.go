// Package market moves the money, shares, vouchers and leases of generators.
package market

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// Market moves money, shares, vouchers and leases of generators.
type Market struct {
	*state.Store
}

// Collect takes money of an account into the account of the module. The caller puts it into a bucket.
func (k *Market) Collect(ctx context.Context, from state.Address, amount sdk.Coin) error {
	if amount.IsZero() {
		return nil
	}
	return k.Bank.SendCoinsFromAccountToModule(ctx, from.Bytes, types.ModuleName, sdk.NewCoins(amount))
}

// Pay sends coins from the module account. The caller has taken it out of a bucket.
func (k *Market) Pay(ctx context.Context, to state.Address, amount sdk.Coin) error {
	if amount.IsZero() {
		return nil
	}
	return k.Bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, to.Bytes, sdk.NewCoins(amount))
}

// PaymentCoin is an amount in the denom of the generator's shares.
func PaymentCoin(g types.Generator, amount uint64) sdk.Coin {
	return sdk.NewCoin(g.Request.PaymentDenom, math.NewIntFromUint64(amount))
}

// SolarCoin is an amount in the denom of units.
func SolarCoin(amount uint64) sdk.Coin {
	return sdk.NewCoin(types.SolarDenom, math.NewIntFromUint64(amount))
}

// Increase adds to a bucket or a sum.
func Increase(sum *uint64, amount uint64) error {
	more, err := exact.Add(*sum, amount)
	if err != nil {
		return types.ErrAmountTooLarge.Wrapf("expected at most %d more, got %d", ^uint64(0)-*sum, amount)
	}
	*sum = more
	return nil
}

// Decrease takes from a bucket or a sum. That it holds too little is a broken invariant, not anybody's fault.
func Decrease(sum *uint64, amount uint64) error {
	less, err := exact.Sub(*sum, amount)
	if err != nil {
		return types.ErrInvariantBroken.Wrapf("expected a bucket of at least %d, got %d", amount, *sum)
	}
	*sum = less
	return nil
}

// Move puts money from one bucket into another.
func Move(from, to *uint64, amount uint64) error {
	if err := Decrease(from, amount); err != nil {
		return err
	}
	return Increase(to, amount)
}
