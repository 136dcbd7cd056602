// Package market changes the money, shares, votes, vouchers, listings and leases of generators.
package market

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// Market applies the rules of money, shares, vouchers, listings and leases.
type Market struct {
	*state.Store
}

// Collect moves coins of an account into the module account. The caller adds them to a bucket.
func (k *Market) Collect(ctx context.Context, from state.Address, amount sdk.Coin) error {
	if amount.IsZero() {
		return nil
	}
	return k.Bank.SendCoinsFromAccountToModule(ctx, from.Bytes, types.ModuleName, sdk.NewCoins(amount))
}

// Pay sends coins from the module account. The caller has deducted them from a bucket.
func (k *Market) Pay(ctx context.Context, to state.Address, amount sdk.Coin) error {
	if amount.IsZero() {
		return nil
	}
	return k.Bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, to.Bytes, sdk.NewCoins(amount))
}

// PaymentCoin returns an amount in the payment denom of a generator.
func PaymentCoin(g types.Generator, amount uint64) sdk.Coin {
	return sdk.NewCoin(g.Request.PaymentDenom, math.NewIntFromUint64(amount))
}

// SolarCoin returns an amount in the denom of units.
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

// Decrease subtracts from a bucket or a sum. If it holds too little, an invariant is broken: no caller can cause it.
func Decrease(sum *uint64, amount uint64) error {
	less, err := exact.Sub(*sum, amount)
	if err != nil {
		return types.ErrInvariantBroken.Wrapf("expected a bucket of at least %d, got %d", amount, *sum)
	}
	*sum = less
	return nil
}

// Move moves money from one bucket to another.
func Move(from, to *uint64, amount uint64) error {
	if err := Decrease(from, amount); err != nil {
		return err
	}
	return Increase(to, amount)
}
