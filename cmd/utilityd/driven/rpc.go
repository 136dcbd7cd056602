package driven

import (
	"context"
	"errors"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtbytes "github.com/cometbft/cometbft/libs/bytes"
	rpcclient "github.com/cometbft/cometbft/rpc/client"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/cosmos/cosmos-sdk/client"

	"github.com/utilityd/utilityd/app/inprocess"
)

// rpc is what clients use of a node.
type rpc struct {
	client.CometRPC // no client uses what is not implemented

	chain *Chain
}

// ABCIQueryWithOptions queries the application.
func (r rpc) ABCIQueryWithOptions(
	ctx context.Context, path string, data cmtbytes.HexBytes, opts rpcclient.ABCIQueryOptions,
) (*coretypes.ResultABCIQuery, error) {
	res, err := r.chain.App.Query(ctx, &abci.RequestQuery{Path: path, Data: data, Height: opts.Height, Prove: opts.Prove})
	if err != nil {
		return nil, err
	}
	return &coretypes.ResultABCIQuery{Response: *res}, nil
}

// BroadcastTxSync takes a transaction that the application would take into its mempool.
func (r rpc) BroadcastTxSync(_ context.Context, tx cmttypes.Tx) (*coretypes.ResultBroadcastTx, error) {
	res, err := r.chain.Add(tx)
	if err != nil {
		return nil, err
	}
	return &coretypes.ResultBroadcastTx{
		Code: res.Code, Data: res.Data, Log: res.Log, Codespace: res.Codespace, Hash: tx.Hash(),
	}, nil
}

// Status puts pending transactions into a block and returns the state of the chain.
func (r rpc) Status(context.Context) (*coretypes.ResultStatus, error) {
	if err := r.chain.flush(); err != nil {
		return nil, err
	}
	return &coretypes.ResultStatus{
		SyncInfo: coretypes.SyncInfo{LatestBlockHeight: r.chain.Height(), LatestBlockTime: r.chain.Now()},
	}, nil
}

// Tx puts what waits into a block and finds a transaction by its hash.
func (r rpc) Tx(_ context.Context, hash []byte, _ bool) (*coretypes.ResultTx, error) {
	if err := r.chain.flush(); err != nil {
		return nil, err
	}
	p, err := r.chain.Find(hash)
	if err != nil {
		return nil, err
	}
	b, err := r.chain.Block(p.Height)
	if err != nil {
		return nil, err
	}
	return &coretypes.ResultTx{
		Hash: hash, Height: p.Height, Index: uint32(p.Index), Tx: b.Txs[p.Index], TxResult: *b.Results[p.Index],
	}, nil
}

// Block returns the transactions of one of the last blocks.
func (r rpc) Block(_ context.Context, height *int64) (*coretypes.ResultBlock, error) {
	b, err := r.at(height)
	return &coretypes.ResultBlock{Block: &cmttypes.Block{Data: cmttypes.Data{Txs: b.Txs}}}, err
}

// BlockResults returns what the transactions of one of the last blocks did.
func (r rpc) BlockResults(_ context.Context, height *int64) (*coretypes.ResultBlockResults, error) {
	b, err := r.at(height)
	if err != nil {
		return nil, err
	}
	return &coretypes.ResultBlockResults{Height: *height, TxsResults: b.Results}, nil
}

func (r rpc) at(height *int64) (inprocess.Block, error) {
	if height == nil {
		return inprocess.Block{}, errors.New("expected a height")
	}
	return r.chain.Block(*height)
}
