package app_test

import (
	"bytes"
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

// Whatever is done, with the bank that x/water has the store of the bank is the same, byte by byte, as with the bank itself:
// balances, their index by denom, and the supply.
func TestTheBankOfWaterStoresWhatTheBankDoes(t *testing.T) {
	c := chain.New(t)
	key := c.App.StoreKey(banktypes.StoreKey)
	plain := c.App.BankKeeper
	narrow := app.NewWaterBank(plain, key)
	of, with := c.Context(), c.Context()
	random := rand.New(rand.NewSource(1))

	for step := range 2_000 {
		account := chain.NewAccount(fmt.Sprint(random.Intn(20))).Address
		coin := sdk.NewInt64Coin(watertypes.Denom(uint64(random.Intn(3))+1), random.Int63n(4)) //nolint:gosec // small
		coins := sdk.NewCoins(coin)
		var want, got error
		switch random.Intn(8) {
		case 0:
			want, got = plain.MintCoins(of, watertypes.ModuleName, coins), narrow.MintCoins(with, watertypes.ModuleName, coins)
		case 1:
			if plain.GetSupply(of, coin.Denom).IsLT(coin) {
				continue // the bank panics
			}
			want, got = plain.BurnCoins(of, watertypes.ModuleName, coins), narrow.BurnCoins(with, watertypes.ModuleName, coins)
		case 2:
			module := c.App.AccountKeeper.GetModuleAddress(watertypes.ModuleName)
			want, got = plain.UncheckedSetBalance(of, module, coin), narrow.UncheckedSetBalance(with, module, coin)
		case 3:
			coin.Amount = coin.Amount.Neg()
			fallthrough
		default:
			want, got = plain.UncheckedSetBalance(of, account, coin), narrow.UncheckedSetBalance(with, account, coin)
		}
		require.Equal(t, want == nil, got == nil, "step %d: %v, %v", step, want, got)
		if step%100 == 99 {
			require.Equal(t, contents(of, key), contents(with, key), "step %d", step)
		}
	}
	require.True(t, plain.HasSupply(with, watertypes.Denom(1)), "expected some water at the end")
}

// A balance that cannot be read stops the work that needs it, which waits then to be tried again.
func TestTheBankOfWaterReadsNoNonsense(t *testing.T) {
	c := chain.New(t)
	key := c.App.StoreKey(banktypes.StoreKey)
	narrow := app.NewWaterBank(c.App.BankKeeper, key)
	ctx, owner, litres := c.Context(), chain.NewAccount("owner").Address, sdk.NewInt64Coin(watertypes.Denom(1), 7)
	require.NoError(t, narrow.UncheckedSetBalance(ctx, owner, litres))
	require.Equal(t, litres, narrow.GetBalance(ctx, owner, litres.Denom))
	require.True(t, narrow.GetBalance(ctx, chain.NewAccount("empty").Address, litres.Denom).IsZero())

	for _, entry := range balancesOf(ctx, key, owner) {
		ctx.KVStore(key).Set(entry, []byte("nonsense"))
	}
	require.Panics(t, func() { narrow.GetBalance(ctx, owner, litres.Denom) })
}

// balancesOf returns the keys of the balances of an account.
func balancesOf(ctx sdk.Context, key storetypes.StoreKey, owner sdk.AccAddress) (keys [][]byte) {
	it := ctx.KVStore(key).Iterator(banktypes.BalancesPrefix, storetypes.PrefixEndBytes(banktypes.BalancesPrefix))
	defer it.Close() //nolint:errcheck // nothing can fail
	for ; it.Valid(); it.Next() {
		if bytes.Contains(it.Key(), owner) {
			keys = append(keys, slices.Clone(it.Key()))
		}
	}
	return keys
}

// contents are all keys and values of a store.
func contents(ctx sdk.Context, key storetypes.StoreKey) (all []string) {
	it := ctx.KVStore(key).Iterator(nil, nil)
	defer it.Close() //nolint:errcheck // nothing can fail
	for ; it.Valid(); it.Next() {
		all = append(all, fmt.Sprintf("%x=%x", it.Key(), it.Value()))
	}
	return all
}
