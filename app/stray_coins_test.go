package app_test

import (
	"testing"
	"time"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
)

// Nobody can send to a module account (accounts_test.go). Should coins get there all the same, one of every denom in
// every module account, then no block stops, no invariant breaks, and what was due is settled (pitfalls, class 9).
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
					// The keeper, unlike the message, does not ask whether an account is blocked.
					err := a.BankKeeper.SendCoins(ctx, chain.NewAccount("alice").Address, authtypes.NewModuleAddress(name), coins)
					require.NoError(t, err, name)
				}
			}
			return a.EndBlocker(ctx)
		})
		require.NoError(t, a.LoadLatestVersion())
		return a
	}
	c := busyChain(t, chain.Build(build))
	stray = true
	for _, step := range busySteps() {
		c.BlockAt(c.Now().Add(step.after), step.txs(c)...)
	}
	for range 20 {
		c.Advance(time.Minute)
	}
	require.False(t, stray)
	require.True(t, c.Balance(authtypes.NewModuleAddress("energy"), app.SolarDenom).IsPositive())
	state, err := c.App.EnergyKeeper.ExportGenesis(c.Context())
	require.NoError(t, err)
	require.Len(t, state.Settlements, 2)
	require.Empty(t, state.Parked)
	for _, s := range state.Settlements {
		require.NotZero(t, s.SettledAt)
	}
}

func oneOfEach(t *testing.T, a *app.App, ctx sdk.Context) sdk.Coins {
	t.Helper()
	var coins sdk.Coins
	a.BankKeeper.IterateTotalSupply(ctx, func(coin sdk.Coin) bool {
		coins = coins.Add(sdk.NewInt64Coin(coin.Denom, 1))
		return false
	})
	require.GreaterOrEqual(t, len(coins), 3)
	return coins
}
