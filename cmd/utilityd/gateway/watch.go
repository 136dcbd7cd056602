package gateway

import (
	"context"
	"errors"
	"fmt"
	"strings"

	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// blocks is the part of a node's RPC that shows what was committed.
type blocks interface {
	Status(ctx context.Context) (*coretypes.ResultStatus, error)
	Block(ctx context.Context, height *int64) (*coretypes.ResultBlock, error)
	BlockResults(ctx context.Context, height *int64) (*coretypes.ResultBlockResults, error)
}

// watch finds transactions by reading the blocks, so the node needs no index.
type watch struct{ node blocks }

// errNotYet means that a block is there and what it did is not: a node stores a block before it executes it.
var errNotYet = errors.New("the results of the block are not stored yet")

// committed reads the blocks after a height for batches. A node that was killed comes back at a lower height; its blocks are
// the same ones, so there is nothing to read twice. Blocks that the node has thrown away are passed over.
func (w watch) committed(ctx context.Context, after int64, batches []Batch) (found []Commitment, to int64, err error) {
	status, err := w.node.Status(ctx)
	if err != nil {
		return nil, after, err
	}
	flight := make(map[string]bool, len(batches))
	for _, b := range batches {
		flight[b.Tx] = true
	}
	to = max(after, status.SyncInfo.EarliestBlockHeight-1)
	for h := to + 1; h <= status.SyncInfo.LatestBlockHeight; h++ {
		in, err := w.block(ctx, h, flight)
		if errors.Is(err, errNotYet) {
			return found, to, nil
		}
		if err != nil {
			return found, to, err
		}
		found = append(found, in...)
		to = h
	}
	return found, to, nil
}

func (w watch) block(ctx context.Context, height int64, flight map[string]bool) ([]Commitment, error) {
	block, err := w.node.Block(ctx, &height)
	if err != nil {
		return nil, err
	}
	if block.Block == nil {
		return nil, fmt.Errorf("the node has thrown block %d away", height)
	}
	places := map[int]string{}
	for i, bz := range block.Block.Txs {
		if hash := fmt.Sprintf("%X", bz.Hash()); flight[hash] {
			places[i] = hash
		}
	}
	if len(places) == 0 {
		return nil, nil
	}
	results, err := w.node.BlockResults(ctx, &height)
	if err != nil {
		// Over the network only the text of the error arrives.
		if strings.Contains(err.Error(), "could not find results for height") {
			return nil, errNotYet
		}
		return nil, err
	}
	if len(results.TxsResults) != len(block.Block.Txs) {
		return nil, errNotYet
	}
	var out []Commitment
	for i := range block.Block.Txs {
		hash, ours := places[i]
		if !ours {
			continue
		}
		c := Commitment{Tx: hash, Height: height}
		if res := results.TxsResults[i]; res.Code != 0 {
			c.Failure = res.Log
		} else if c.Codes, c.Remarks, err = answers(res.Data); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// answers returns the outcomes of the readings of a batch.
func answers(data []byte) ([]meteridtypes.ReadingCode, []meteridtypes.ReadingRemark, error) {
	var all sdk.TxMsgData
	if err := proto.Unmarshal(data, &all); err != nil {
		return nil, nil, err
	}
	if len(all.MsgResponses) != 1 {
		return nil, nil, fmt.Errorf("expected one response in a batch transaction, got %d", len(all.MsgResponses))
	}
	var res meteridtypes.MsgSubmitReadingsResponse
	if err := proto.Unmarshal(all.MsgResponses[0].Value, &res); err != nil {
		return nil, nil, err
	}
	if len(res.Remarks) > 0 && len(res.Remarks) != len(res.Codes) {
		return nil, nil, fmt.Errorf("expected %d remarks, got %d", len(res.Codes), len(res.Remarks))
	}
	return res.Codes, res.Remarks, nil
}
