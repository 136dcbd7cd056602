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

// blockStore is a node: blocks by height, of which the first ones are executed.
type blockStore struct {
	blocks   []cmttypes.Txs // the first is of height 1
	executed int64
	results  map[int64][]*abci.ExecTxResult
	broken   error
}

func (b *blockStore) Status(context.Context) (*coretypes.ResultStatus, error) {
	return &coretypes.ResultStatus{SyncInfo: coretypes.SyncInfo{LatestBlockHeight: int64(len(b.blocks))}}, nil
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

// accepted is the result of a transaction with one reading.
func accepted(t *testing.T) *abci.ExecTxResult {
	t.Helper()
	response, err := codectypes.NewAnyWithValue(&meteridtypes.MsgSubmitReadingsResponse{
		Codes: []meteridtypes.ReadingCode{meteridtypes.READING_CODE_ACCEPTED},
	})
	require.NoError(t, err)
	data, err := proto.Marshal(&sdk.TxMsgData{MsgResponses: []*codectypes.Any{response}})
	require.NoError(t, err)
	return &abci.ExecTxResult{Data: data}
}

func hash(tx cmttypes.Tx) string { return fmt.Sprintf("%X", tx.Hash()) }

func TestABlockThatIsNotExecutedYetIsLookedAtAgain(t *testing.T) {
	first, second := cmttypes.Tx("first"), cmttypes.Tx("second")
	node := &blockStore{
		blocks:   []cmttypes.Txs{{cmttypes.Tx("of others"), first}, {}, {second}},
		executed: 2,
		results:  map[int64][]*abci.ExecTxResult{1: {{}, accepted(t)}, 3: {{Code: 11, Log: "out of gas"}}},
	}
	watch := gateway.NewWatch(node, 0, hash(first), hash(second))

	found, err := watch.Committed(t.Context())
	require.NoError(t, err, "not yet is no trouble")
	require.Equal(t, []gateway.Commitment{{Tx: hash(first), Height: 1, Codes: []meteridtypes.ReadingCode{meteridtypes.READING_CODE_ACCEPTED}}}, found)

	found, err = watch.Committed(t.Context())
	require.NoError(t, err)
	require.Empty(t, found)

	node.executed = 3
	found, err = watch.Committed(t.Context())
	require.NoError(t, err)
	require.Equal(t, []gateway.Commitment{{Tx: hash(second), Height: 3, Failure: "out of gas"}}, found)
}

func TestANodeThatKeepsNoResultsIsATrouble(t *testing.T) {
	tx := cmttypes.Tx("ours")
	node := &blockStore{blocks: []cmttypes.Txs{{tx}}, broken: errors.New("node is not persisting finalize block responses")}

	_, err := gateway.NewWatch(node, 0, hash(tx)).Committed(t.Context())

	require.ErrorIs(t, err, node.broken)
}

func TestAWatchThatRestartsForgetsAndLooksAtTheNewestBlock(t *testing.T) {
	old, newest := cmttypes.Tx("old"), cmttypes.Tx("newest")
	node := &blockStore{
		blocks: []cmttypes.Txs{{old}, {newest}}, executed: 2,
		results: map[int64][]*abci.ExecTxResult{1: {accepted(t)}, 2: {accepted(t)}},
	}
	watch := gateway.NewWatch(node, 0, hash(old))
	require.NoError(t, watch.Restart(t.Context()))
	watch.Look(hash(newest))

	found, err := watch.Committed(t.Context())

	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, hash(newest), found[0].Tx)
}
