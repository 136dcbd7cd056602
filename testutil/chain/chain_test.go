package chain_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
)

func send(from, to chain.Account, amount int64) *banktypes.MsgSend {
	return banktypes.NewMsgSend(from.Address, to.Address, sdk.NewCoins(sdk.NewInt64Coin("ueur", amount)))
}

func TestCoinsMoveAndTheClockIsDriven(t *testing.T) {
	c := chain.New(t)
	alice, bob := c.Account("alice"), c.Account("bob")
	before, start := c.Balance(bob.Address, "ueur"), c.Now()

	c.MustDeliver(alice, send(alice, bob, 5))
	c.Advance(time.Hour)

	require.Equal(t, before.AddRaw(5), c.Balance(bob.Address, "ueur"))
	require.Equal(t, start.Add(time.Second+time.Hour), c.Now())
	require.EqualValues(t, 3, c.Height())
}

func TestSeveralTransactionsOfOneSignerFitIntoABlock(t *testing.T) {
	c := chain.New(t)
	alice, bob := c.Account("alice"), c.Account("bob")

	res := c.Block(
		c.Sign(alice, []sdk.Msg{send(alice, bob, 1)}),
		c.Sign(alice, []sdk.Msg{send(alice, bob, 1)}),
		c.Sign(alice, []sdk.Msg{send(alice, bob, 1)}, chain.Unordered(c.Now().Add(time.Minute))),
	)

	for _, result := range res.TxResults {
		require.Zero(t, result.Code, result.Log)
	}
}

func TestAnUnorderedTransactionCountsOnce(t *testing.T) {
	c := chain.New(t)
	alice, bob := c.Account("alice"), c.Account("bob")
	tx := c.Sign(alice, []sdk.Msg{send(alice, bob, 1)}, chain.Unordered(c.Now().Add(time.Minute)))

	require.Zero(t, c.Block(tx).TxResults[0].Code)
	require.NotZero(t, c.Block(tx).TxResults[0].Code)
}

func TestStateOutlivesARestart(t *testing.T) {
	c := chain.New(t, chain.OnDisk(t.TempDir()))
	alice, bob := c.Account("alice"), c.Account("bob")
	c.MustDeliver(alice, send(alice, bob, 7))
	hash, held := c.AppHash(), c.Balance(bob.Address, "ueur")

	c.Restart()

	require.Equal(t, hash, c.App.LastCommitID().Hash)
	require.Equal(t, held, c.Balance(bob.Address, "ueur"))
	c.MustDeliver(bob, send(bob, alice, 7))
}

func TestQueriesReadTheCommittedState(t *testing.T) {
	c := chain.New(t)

	res, err := banktypes.NewQueryClient(c.Conn()).SupplyOf(t.Context(), &banktypes.QuerySupplyOfRequest{Denom: app.SolarDenom})

	require.NoError(t, err)
	require.Equal(t, "4000000000000", res.Amount.Amount.String())
}
