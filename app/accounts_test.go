package app_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	minttypes "github.com/cosmos/cosmos-sdk/x/mint/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

// The whole supply of the solar token stands in genesis: mint creates the mint denom alone, and water what is refused below.
func TestNobodyCanMakeSolarTokens(t *testing.T) {
	for name, permissions := range app.ModulePermissions() {
		if slices.Contains(permissions, authtypes.Minter) {
			require.Contains(t, []string{minttypes.ModuleName, watertypes.ModuleName}, name, "may create coins")
		}
	}
	c := chain.New(t)
	params, err := c.App.MintKeeper.Params.Get(c.Context())
	require.NoError(t, err)
	require.Equal(t, app.BondDenom, params.MintDenom)
	require.NoError(t, app.OnlyWater(c.Context(), sdk.NewCoins(sdk.NewInt64Coin("hbt/1", 1))))
	require.Error(t, app.OnlyWater(c.Context(), sdk.NewCoins(sdk.NewInt64Coin("hbt/1", 1), sdk.NewInt64Coin(app.SolarDenom, 1))))
}

// A module account holds only the coins that its module put there (pitfalls, class 9).
func TestNobodyCanSendToAModuleAccount(t *testing.T) {
	c := chain.New(t)
	alice := c.Account("alice")
	coins := sdk.NewCoins(sdk.NewInt64Coin("ueur", 1), sdk.NewInt64Coin(app.SolarDenom, 1), sdk.NewInt64Coin(app.BondDenom, 1))
	for _, name := range app.ModuleAccounts() {
		t.Run(name, func(t *testing.T) {
			res := c.Deliver(alice, banktypes.NewMsgSend(alice.Address, authtypes.NewModuleAddress(name), coins))

			require.NotZero(t, res.Code)
			require.Contains(t, res.Log, "not allowed to receive funds")
		})
	}
}
