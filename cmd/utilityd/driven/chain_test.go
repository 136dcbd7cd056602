package driven_test

import (
	"context"
	"encoding/hex"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/driven"
)

// A client context built for a node's RPC works on a driven chain, and time passes only by AdvanceTo.
func TestChain(t *testing.T) {
	ctx := context.Background()
	start := time.Date(1999, 12, 1, 0, 0, 0, 0, time.UTC)
	c, err := driven.New(driven.Config{Home: t.TempDir(), Start: start, Names: []string{"miller"}})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	require.Equal(t, start, c.Now())

	client := c.Client()
	record, err := client.Keyring.Key("miller")
	require.NoError(t, err)
	from, err := record.GetAddress()
	require.NoError(t, err)
	to, err := devnet.Address(devnet.Alice)
	require.NoError(t, err)
	number, sequence, err := client.AccountRetriever.GetAccountNumberSequence(client, from)
	require.NoError(t, err)

	factory := tx.Factory{}.WithTxConfig(client.TxConfig).WithKeybase(client.Keyring).WithChainID(client.ChainID).
		WithAccountNumber(number).WithSequence(sequence).WithGas(200_000)
	builder, err := factory.BuildUnsignedTx(banktypes.NewMsgSend(from, to, sdk.NewCoins(sdk.NewCoin(devnet.PaymentDenom, sdkmath.NewInt(7)))))
	require.NoError(t, err)
	require.NoError(t, tx.Sign(ctx, factory, "miller", builder, true))
	bz, err := client.TxConfig.TxEncoder()(builder.GetTx())
	require.NoError(t, err)
	res, err := client.WithFromAddress(from).BroadcastTxSync(bz)
	require.NoError(t, err)
	require.Zero(t, res.Code, res.RawLog)
	height := c.Height()

	hash, err := hex.DecodeString(res.TxHash)
	require.NoError(t, err)
	found, err := client.Client.Tx(ctx, hash, false)
	require.NoError(t, err)
	require.Zero(t, found.TxResult.Code, found.TxResult.Log)
	require.Equal(t, height+1, found.Height)
	balance, err := banktypes.NewQueryClient(client).Balance(ctx, &banktypes.QueryBalanceRequest{Address: to.String(), Denom: devnet.PaymentDenom})
	require.NoError(t, err)
	require.Equal(t, devnet.Coins().AmountOf(devnet.PaymentDenom).AddRaw(7), balance.Balance.Amount)

	status, err := client.Client.Status(ctx)
	require.NoError(t, err)
	require.Equal(t, found.Height, status.SyncInfo.LatestBlockHeight, "nothing waits, so nothing happens")

	later := c.Now().AddDate(0, 0, 10)
	require.NoError(t, c.AdvanceTo(ctx, later))
	require.Equal(t, later, c.Now())
	require.Equal(t, found.Height+10, c.Height(), "a block a day")

	require.NoError(t, c.App.CheckInvariants(c.Context()))
	require.Error(t, c.AdvanceTo(canceled(), later.Add(time.Hour)))
}

func canceled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}
