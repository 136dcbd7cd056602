package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/testutil/chain"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

func readingsOf(gateway chain.Account, n int) sdk.Msg {
	msg := &meteridtypes.MsgSubmitReadings{Gateway: gateway.String(), Readings: make([]meteridtypes.Reading, n)}
	for i := range msg.Readings {
		msg.Readings[i] = meteridtypes.Reading{Meter: uint64(i) + 1, Time: 1, Signature: make([]byte, 64)}
	}
	return msg
}

// The application decodes large batches of readings once and everything else on each call.
func TestOnlyLargeBatchesOfReadingsAreDecodedOnce(t *testing.T) {
	c := chain.New(t)
	alice, bob := c.Account("alice"), c.Account("bob")
	coins := sdk.NewCoins(sdk.NewInt64Coin("ueur", 1))
	sends := make([]sdk.Msg, 60)
	for i := range sends {
		sends[i] = banktypes.NewMsgSend(alice.Address, bob.Address, coins)
	}

	tests := []struct {
		name string
		msgs []sdk.Msg

		want bool
	}{
		{name: "a large batch", msgs: []sdk.Msg{readingsOf(alice, 1_024)}, want: true},
		{name: "several batches", msgs: []sdk.Msg{readingsOf(alice, 100), readingsOf(alice, 100)}, want: true},
		{name: "a small batch", msgs: []sdk.Msg{readingsOf(alice, 10)}},
		{name: "more readings than any gateway sends", msgs: []sdk.Msg{readingsOf(alice, 2_049)}},
		{name: "a batch and something else", msgs: []sdk.Msg{readingsOf(alice, 100), sends[0]}},
		{name: "many other messages", msgs: sends},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bz := c.Sign(alice, tt.msgs)
			want, err := c.App.TxConfig().TxDecoder()(bz)
			require.NoError(t, err)

			first, err := c.App.TxDecode(bz)
			require.NoError(t, err)
			second, err := c.App.TxDecode(bz)
			require.NoError(t, err)

			require.Equal(t, tt.want, first == second)
			require.Equal(t, want.GetMsgs(), second.GetMsgs())
		})
	}
}

// Bytes without a fee make the signers of the transaction panic; they must be refused before.
func TestAnIncompleteTransactionIsOnlyDecoded(t *testing.T) {
	c := chain.New(t)
	builder := c.App.TxConfig().NewTxBuilder()
	require.NoError(t, builder.SetMsgs(readingsOf(c.Account("alice"), 200)))
	whole, err := c.App.TxConfig().TxEncoder()(builder.GetTx())
	require.NoError(t, err)
	var raw txtypes.TxRaw
	require.NoError(t, raw.Unmarshal(whole))
	raw.AuthInfoBytes = nil
	bz, err := raw.Marshal()
	require.NoError(t, err)

	first, err := c.App.TxDecode(bz)
	require.NoError(t, err)
	second, err := c.App.TxDecode(bz)
	require.NoError(t, err)

	require.NotSame(t, first, second)
	require.NotZero(t, c.CheckTx(bz).Code)
	require.NotZero(t, c.Block(bz).TxResults[0].Code)
}

func TestTheMemoOfTransactionsForgetsTheOldest(t *testing.T) {
	c := chain.New(t)
	alice := c.Account("alice")
	decode := func(bz []byte) sdk.Tx {
		tx, err := c.App.TxDecode(bz)
		require.NoError(t, err)
		return tx
	}
	oldest := c.Sign(alice, []sdk.Msg{readingsOf(alice, 100)})
	kept := decode(oldest)
	for range 63 {
		decode(c.Sign(alice, []sdk.Msg{readingsOf(alice, 100)}))
	}
	require.Same(t, kept, decode(oldest), "the memo is full")

	decode(c.Sign(alice, []sdk.Msg{readingsOf(alice, 100)}))

	require.NotSame(t, kept, decode(oldest))
}
