package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// collect takes money of an account into the account of the module. The caller puts it into a bucket.
func (k *Keeper) collect(ctx context.Context, from account, amount sdk.Coin) error {
	if amount.IsZero() {
		return nil
	}
	return k.bank.SendCoinsFromAccountToModule(ctx, from.Bytes, types.ModuleName, sdk.NewCoins(amount))
}

// pay sends coins from the module account. The caller has taken it out of a bucket.
func (k *Keeper) pay(ctx context.Context, to account, amount sdk.Coin) error {
	if amount.IsZero() {
		return nil
	}
	return k.bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, to.Bytes, sdk.NewCoins(amount))
}

// paymentCoin is an amount in the denom of the generator's shares.
func paymentCoin(g types.Generator, amount uint64) sdk.Coin {
	return sdk.NewCoin(g.Request.PaymentDenom, math.NewIntFromUint64(amount))
}

// solarCoin is an amount in the denom of units.
func solarCoin(amount uint64) sdk.Coin {
	return sdk.NewCoin(types.SolarDenom, math.NewIntFromUint64(amount))
}

// increase adds to a bucket or a sum.
func increase(sum *uint64, amount uint64) error {
	more, err := exact.Add(*sum, amount)
	if err != nil {
		return types.ErrAmountTooLarge.Wrapf("expected at most %d more, got %d", ^uint64(0)-*sum, amount)
	}
	*sum = more
	return nil
}

// decrease takes from a bucket or a sum. That it holds too little is a broken invariant, not anybody's fault.
func decrease(sum *uint64, amount uint64) error {
	less, err := exact.Sub(*sum, amount)
	if err != nil {
		return types.ErrInvariantBroken.Wrapf("expected a bucket of at least %d, got %d", amount, *sum)
	}
	*sum = less
	return nil
}

// move puts money from one bucket into another.
func move(from, to *uint64, amount uint64) error {
	if err := decrease(from, amount); err != nil {
		return err
	}
	return increase(to, amount)
}
