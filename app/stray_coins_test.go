package app_test

import (
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

// Nobody can send to a module account (accounts_test.go). Should coins get there all the same, one of every denom in
// every module account, then no block stops, no invariant breaks, and what is due is done (pitfalls, class 9).
func TestStrayCoinsInModuleAccountsStopNothing(t *testing.T) {
	stray := false
	build := func(
		logger log.Logger, db dbm.DB, _ bool, appOpts servertypes.AppOptions, options ...func(*baseapp.BaseApp),
	) *app.App {
		a := app.New(logger, db, false, appOpts, options...)
		a.SetEndBlocker(func(ctx sdk.Context) (sdk.EndBlock, error) {
			if stray {
				stray = false
				for _, name := range app.ModuleAccounts() {
					coins := oneOfEach(t, a, ctx)
					// The keeper, unlike the message, does not check whether an account is blocked.
					err := a.BankKeeper.SendCoins(ctx, chain.NewAccount("alice").Address, authtypes.NewModuleAddress(name), coins)
					require.NoError(t, err, name)
				}
			}
			return a.EndBlocker(ctx)
		})
		require.NoError(t, a.LoadLatestVersion())
		return a
	}
	h := busyHistory(t)
	c := h.node(t, chain.Build(build))
	for number, b := range h.blocks {
		stray = number == h.exports[2] // with the most in progress
		c.BlockAt(b.at, b.txs...)
		require.Empty(t, failed(t, c))
	}
	for _, name := range ourStores[1:] { // x/meterid has no account
		require.True(t, c.Balance(authtypes.NewModuleAddress(name), app.SolarDenom).IsPositive(), name)
	}
}

// oneOfEach is a coin of each denom, but of water: no keeper can send that either.
func oneOfEach(t *testing.T, a *app.App, ctx sdk.Context) sdk.Coins {
	t.Helper()
	var coins sdk.Coins
	a.BankKeeper.IterateTotalSupply(ctx, func(coin sdk.Coin) bool {
		if !watertypes.IsWaterDenom(coin.Denom) {
			coins = coins.Add(sdk.NewInt64Coin(coin.Denom, 1))
		}
		return false
	})
	require.GreaterOrEqual(t, len(coins), 3)
	return coins
}
