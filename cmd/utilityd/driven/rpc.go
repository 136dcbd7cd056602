package driven

import (
	"context"
	"errors"
	"fmt"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtbytes "github.com/cometbft/cometbft/libs/bytes"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	rpcclient "github.com/cometbft/cometbft/rpc/client"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/utilityd/utilityd/app"
)

const (
	blockCommit   = cmtproto.BlockIDFlagCommit
	maxBlockBytes = app.MaxBlockBytes
)

// ABCIQueryWithOptions asks the application.
func (c *Chain) ABCIQueryWithOptions(
	ctx context.Context, path string, data cmtbytes.HexBytes, opts rpcclient.ABCIQueryOptions,
) (*coretypes.ResultABCIQuery, error) {
	res, err := c.App.Query(ctx, &abci.RequestQuery{Path: path, Data: data, Height: opts.Height, Prove: opts.Prove})
	if err != nil {
		return nil, err
	}
	return &coretypes.ResultABCIQuery{Response: *res}, nil
}

// BroadcastTxSync takes a transaction that the application would take into its mempool.
func (c *Chain) BroadcastTxSync(_ context.Context, tx cmttypes.Tx) (*coretypes.ResultBroadcastTx, error) {
	res, err := c.App.CheckTx(&abci.RequestCheckTx{Tx: tx, Type: abci.CheckTxType_New})
	if err != nil {
		return nil, err
	}
	if res.Code == abci.CodeTypeOK {
		c.pending = append(c.pending, tx)
	}
	return &coretypes.ResultBroadcastTx{
		Code: res.Code, Data: res.Data, Log: res.Log, Codespace: res.Codespace, Hash: tx.Hash(),
	}, nil
}

// Status puts what waits into a block and tells where the chain stands.
func (c *Chain) Status(context.Context) (*coretypes.ResultStatus, error) {
	if err := c.flush(); err != nil {
		return nil, err
	}
	return &coretypes.ResultStatus{
		SyncInfo: coretypes.SyncInfo{LatestBlockHeight: c.height, LatestBlockTime: c.now},
	}, nil
}

// Tx puts what waits into a block and finds a transaction by its hash.
func (c *Chain) Tx(_ context.Context, hash []byte, _ bool) (*coretypes.ResultTx, error) {
	if err := c.flush(); err != nil {
		return nil, err
	}
	p, ok := c.found[string(hash)]
	if !ok {
		return nil, fmt.Errorf("transaction %X is in none of the last %d blocks", hash, remembered)
	}
	b := c.blocks[p.height]
	return &coretypes.ResultTx{
		Hash: hash, Height: p.height, Index: uint32(p.index), Tx: b.txs[p.index], TxResult: *b.results[p.index],
	}, nil
}

// Block returns the transactions of one of the last blocks.
func (c *Chain) Block(_ context.Context, height *int64) (*coretypes.ResultBlock, error) {
	b, err := c.at(height)
	if err != nil {
		return nil, err
	}
	return &coretypes.ResultBlock{Block: &cmttypes.Block{Data: cmttypes.Data{Txs: b.txs}}}, nil
}

// BlockResults returns what the transactions of one of the last blocks did.
func (c *Chain) BlockResults(_ context.Context, height *int64) (*coretypes.ResultBlockResults, error) {
	b, err := c.at(height)
	if err != nil {
		return nil, err
	}
	return &coretypes.ResultBlockResults{Height: *height, TxsResults: b.results}, nil
}

func (c *Chain) at(height *int64) (block, error) {
	if height == nil {
		return block{}, errors.New("expected a height")
	}
	b, ok := c.blocks[*height]
	if !ok {
		return block{}, fmt.Errorf("block %d is none of the last %d", *height, remembered)
	}
	return b, nil
}
