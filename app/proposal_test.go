package app_test

import (
	"math"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
)

var executors = []string{"sequential", "block-stm"}

func send(from, to chain.Account, amount int64) []sdk.Msg {
	coins := sdk.NewCoins(sdk.NewInt64Coin("ueur", amount))
	return []sdk.Msg{banktypes.NewMsgSend(from.Address, to.Address, coins)}
}

func propose(t *testing.T, c *chain.Chain, txs ...[]byte) abci.ResponseProcessProposal_ProposalStatus {
	t.Helper()
	res, err := c.App.ProcessProposal(&abci.RequestProcessProposal{Height: c.Height() + 1, Time: c.Now(), Txs: txs})
	require.NoError(t, err)
	return res.Status
}

// A proposal that would stop or overload the others is refused (pitfalls, class 14).
func TestAProposalIsJudgedByItsLimits(t *testing.T) {
	const accept, reject = abci.ResponseProcessProposal_ACCEPT, abci.ResponseProcessProposal_REJECT
	for _, executor := range executors {
		c := chain.New(t, chain.AppOption("block-executor", executor))
		alice, bob := c.Account("alice"), c.Account("bob")
		withGas := func(gas uint64) []byte {
			return c.Sign(alice, send(alice, bob, 1), chain.WithGas(gas), chain.WithSequence(0))
		}
		good := withGas(100_000)
		padded := func(size int) []byte { // a field that no transaction has, of any size
			return append(append([]byte{}, good...), unknownField(size)...)
		}
		tests := []struct {
			name string
			txs  [][]byte

			want abci.ResponseProcessProposal_ProposalStatus
		}{
			{name: "nothing", want: accept},
			{name: "one transaction", txs: [][]byte{good}, want: accept},
			{name: "exactly all the gas", txs: [][]byte{withGas(app.MaxBlockGas)}, want: accept},
			{name: "all the gas in two halves", txs: [][]byte{withGas(app.MaxBlockGas / 2), withGas(app.MaxBlockGas / 2)}, want: accept},
			{name: "one unit of gas too much", txs: [][]byte{withGas(app.MaxBlockGas + 1)}, want: reject},
			{name: "one unit of gas too much in two", txs: [][]byte{withGas(app.MaxBlockGas), withGas(1)}, want: reject},
			{name: "gas that wraps around 64 bits", txs: [][]byte{withGas(math.MaxUint64), withGas(2)}, want: reject},
			{name: "gas at the edge of 63 bits", txs: [][]byte{withGas(math.MaxInt64), withGas(math.MaxInt64), withGas(2)}, want: reject},
			{name: "a thousand that share too little gas", txs: repeat(withGas(app.MaxBlockGas/1000+1), 1000), want: reject},
			{name: "an empty transaction", txs: [][]byte{good, {}}, want: reject},
			{name: "noise", txs: [][]byte{good, []byte("noise")}, want: reject},
			{name: "a transaction cut off", txs: [][]byte{good[:len(good)-1]}, want: reject},
			{name: "a transaction with bytes behind it", txs: [][]byte{append(append([]byte{}, good...), 0)}, want: reject},
			{name: "a transaction with an unknown field", txs: [][]byte{padded(10)}, want: reject},
			{name: "more bytes than a block may have", txs: [][]byte{padded(app.MaxBlockBytes)}, want: reject},
			{name: "more bytes than a block may have, each small", txs: repeat(withGas(1), app.MaxBlockBytes/len(good)+1), want: reject},
			{name: "a signature of another account", txs: [][]byte{forged(c, alice, bob)}, want: accept}, // it fails in the block and costs what it declared
		}
		for _, tt := range tests {
			t.Run(executor+": "+tt.name, func(t *testing.T) {
				require.Equal(t, tt.want, propose(t, c, tt.txs...))
			})
		}
	}
}

func TestAProposalOfOursIsAcceptedByTheOthers(t *testing.T) {
	for _, executor := range executors {
		t.Run(executor, func(t *testing.T) {
			c := chain.New(t, chain.AppOption("block-executor", executor))
			alice, bob := c.Account("alice"), c.Account("bob")
			var waiting [][]byte
			for range 8 { // 160 M gas wait, 100 M fit
				tx := c.Sign(alice, send(alice, bob, 1))
				require.Zero(t, c.CheckTx(tx).Code)
				waiting = append(waiting, tx)
			}

			res, err := c.App.PrepareProposal(&abci.RequestPrepareProposal{
				Height: c.Height() + 1, Time: c.Now(), MaxTxBytes: app.MaxBlockBytes, Txs: waiting,
			})

			require.NoError(t, err)
			require.Len(t, res.Txs, app.MaxBlockGas/chain.Gas)
			require.Equal(t, abci.ResponseProcessProposal_ACCEPT, propose(t, c, res.Txs...))
			for _, result := range c.Block(res.Txs...).TxResults {
				require.Zero(t, result.Code, result.Log)
			}
		})
	}
}

// unknownField is a protobuf field of number 15 with so many bytes.
func unknownField(size int) []byte {
	field := []byte{15<<3 | 2}
	for n := uint64(size); ; n >>= 7 {
		if n < 0x80 {
			field = append(field, byte(n))
			break
		}
		field = append(field, byte(n)|0x80)
	}
	return append(field, make([]byte, size)...)
}

// forged is a payment from bob that alice signed.
func forged(c *chain.Chain, alice, bob chain.Account) []byte {
	mallory := bob
	mallory.Key = alice.Key
	return c.Sign(mallory, send(bob, alice, 1), chain.WithGas(100_000), chain.WithSequence(0))
}

func repeat(tx []byte, n int) [][]byte {
	txs := make([][]byte, n)
	for i := range txs {
		txs[i] = tx
	}
	return txs
}
