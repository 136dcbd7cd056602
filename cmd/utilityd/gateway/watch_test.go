package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// blockStore is a node: blocks by height, of which the first ones are executed and the oldest thrown away.
type blockStore struct {
	blocks   []cmttypes.Txs // the first is of height 1
	executed int64
	oldest   int64
	results  map[int64][]*abci.ExecTxResult
	broken   error
}

func (b *blockStore) Status(context.Context) (*coretypes.ResultStatus, error) {
	return &coretypes.ResultStatus{SyncInfo: coretypes.SyncInfo{
		LatestBlockHeight: int64(len(b.blocks)), EarliestBlockHeight: b.oldest,
	}}, nil
}

func (b *blockStore) Block(_ context.Context, height *int64) (*coretypes.ResultBlock, error) {
	return &coretypes.ResultBlock{Block: &cmttypes.Block{Data: cmttypes.Data{Txs: b.blocks[*height-1]}}}, nil
}

func (b *blockStore) BlockResults(_ context.Context, height *int64) (*coretypes.ResultBlockResults, error) {
	if b.broken != nil {
		return nil, b.broken
	}
	if *height > b.executed {
		return nil, fmt.Errorf("RPC error -32603 - Internal error: could not find results for height #%d", *height)
	}
	return &coretypes.ResultBlockResults{TxsResults: b.results[*height]}, nil
}

// accepted is the result of a transaction with one reading that crosses a border.
func accepted(t *testing.T) *abci.ExecTxResult {
	t.Helper()
	response, err := codectypes.NewAnyWithValue(&meteridtypes.MsgSubmitReadingsResponse{
		Codes:   []meteridtypes.ReadingCode{meteridtypes.READING_CODE_ACCEPTED},
		Remarks: []meteridtypes.ReadingRemark{meteridtypes.READING_REMARK_SPANS_EPOCHS},
	})
	require.NoError(t, err)
	data, err := proto.Marshal(&sdk.TxMsgData{MsgResponses: []*codectypes.Any{response}})
	require.NoError(t, err)
	return &abci.ExecTxResult{Data: data}
}

func batch(tx cmttypes.Tx) gateway.Batch { return gateway.Batch{Tx: fmt.Sprintf("%X", tx.Hash())} }

func TestABlockThatIsNotExecutedYetIsLookedAtAgain(t *testing.T) {
	first, second := cmttypes.Tx("first"), cmttypes.Tx("second")
	node := &blockStore{
		blocks:   []cmttypes.Txs{{cmttypes.Tx("of others"), first}, {}, {second}},
		executed: 2,
		results:  map[int64][]*abci.ExecTxResult{1: {{}, accepted(t)}, 3: {{Code: 11, Log: "out of gas"}}},
	}
	flight := []gateway.Batch{batch(first), batch(second)}

	found, to, err := gateway.Committed(t.Context(), node, 0, flight)
	require.NoError(t, err, "not yet is no trouble")
	require.EqualValues(t, 2, to)
	require.Equal(t, []gateway.Commitment{{
		Tx: batch(first).Tx, Height: 1, Codes: []meteridtypes.ReadingCode{meteridtypes.READING_CODE_ACCEPTED},
		Remarks: []meteridtypes.ReadingRemark{meteridtypes.READING_REMARK_SPANS_EPOCHS},
	}}, found)

	found, to, err = gateway.Committed(t.Context(), node, to, flight)
	require.NoError(t, err)
	require.EqualValues(t, 2, to)
	require.Empty(t, found)

	node.executed = 3
	found, to, err = gateway.Committed(t.Context(), node, to, flight)
	require.NoError(t, err)
	require.EqualValues(t, 3, to)
	require.Equal(t, []gateway.Commitment{{Tx: batch(second).Tx, Height: 3, Failure: "out of gas"}}, found)
}

func TestANodeThatKeepsNoResultsIsATrouble(t *testing.T) {
	tx := cmttypes.Tx("ours")
	node := &blockStore{blocks: []cmttypes.Txs{{tx}}, broken: errors.New("node is not persisting finalize block responses")}

	_, to, err := gateway.Committed(t.Context(), node, 0, []gateway.Batch{batch(tx)})

	require.ErrorIs(t, err, node.broken)
	require.Zero(t, to, "the block is read again")
}

func TestBlocksThatANodeHasThrownAwayArePassedOver(t *testing.T) {
	tx := cmttypes.Tx("ours")
	node := &blockStore{
		blocks: []cmttypes.Txs{{}, {}, {tx}}, executed: 3, oldest: 3, results: map[int64][]*abci.ExecTxResult{3: {accepted(t)}},
	}
	found, to, err := gateway.Committed(t.Context(), node, 0, []gateway.Batch{batch(tx)})
	require.NoError(t, err)
	require.EqualValues(t, 3, to)
	require.Len(t, found, 1)
}

func TestTheAnswerOfANodeToABroadcast(t *testing.T) {
	tests := []struct {
		name string
		res  sdk.TxResponse

		want gateway.AdmissionFate
	}{
		{name: "taken", res: sdk.TxResponse{}, want: gateway.Admitted},
		{name: "known already", res: sdk.TxResponse{Codespace: "sdk", Code: 19}, want: gateway.Admitted},
		{name: "no room", res: sdk.TxResponse{Codespace: "sdk", Code: 20}, want: gateway.MempoolFull},
		{
			name: "a sequence of the past",
			res:  sdk.TxResponse{Codespace: "sdk", Code: 32, RawLog: "account sequence mismatch, expected 7, got 5: incorrect account sequence"},
			want: gateway.SequenceUsed,
		},
		{
			name: "a sequence of the future",
			res:  sdk.TxResponse{Codespace: "sdk", Code: 32, RawLog: "account sequence mismatch, expected 7, got 9: incorrect account sequence"},
			want: gateway.SequenceAhead,
		},
		{name: "too little paid", res: sdk.TxResponse{Codespace: "sdk", Code: 13, RawLog: "insufficient fees"}, want: gateway.NotAdmitted},
		{name: "a code of a module", res: sdk.TxResponse{Codespace: "meterid", Code: 19}, want: gateway.NotAdmitted},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) { require.Equal(t, tc.want, gateway.NewAdmission(&tc.res).Fate) })
	}
}
