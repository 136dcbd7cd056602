package app

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

// waterBank is the bank as x/water has it. A balance that stays above 0 keeps its entry in the index by denom, which the bank
// writes again whenever the balance changes: that is a third of what a reading of a household writes.
type waterBank struct {
	bankkeeper.BaseKeeper
	balances collections.Map[collections.Pair[sdk.AccAddress, string], math.Int]
}

func newWaterBank(bank bankkeeper.BaseKeeper, key *storetypes.KVStoreKey) waterBank {
	schema := collections.NewSchemaBuilder(runtime.NewKVStoreService(key))
	return waterBank{
		BaseKeeper: bank,
		balances: collections.NewMap(schema, banktypes.BalancesPrefix, "balances",
			collections.PairKeyCodec(sdk.AccAddressKey, collections.StringKey), banktypes.BalanceValueCodec),
	}
}

// GetBalance panics where the bank would take a balance that it cannot read for none, and x/water write that down.
func (b waterBank) GetBalance(ctx context.Context, account sdk.AccAddress, denom string) sdk.Coin {
	amount, err := b.balances.Get(ctx, collections.Join(account, denom))
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		panic(err)
	}
	if err != nil {
		amount = math.ZeroInt()
	}
	return sdk.NewCoin(denom, amount)
}

// UncheckedSetBalance is that of the bank, which decides whenever a balance appears or disappears.
func (b waterBank) UncheckedSetBalance(ctx context.Context, account sdk.AccAddress, balance sdk.Coin) error {
	if !balance.IsValid() || balance.IsZero() {
		return b.BaseKeeper.UncheckedSetBalance(ctx, account, balance)
	}
	key := collections.Join(account, balance.Denom)
	had, err := b.balances.Has(ctx, key)
	if err != nil {
		return err
	}
	if !had {
		return b.BaseKeeper.UncheckedSetBalance(ctx, account, balance)
	}
	return b.balances.Set(ctx, key, balance.Amount)
}
