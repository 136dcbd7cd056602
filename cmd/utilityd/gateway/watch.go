package gateway

import (
	"context"
	"errors"
	"fmt"
	"strings"

	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	cmttypes "github.com/cometbft/cometbft/types"
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
type watch struct {
	node   blocks
	height int64           // last block looked at
	flight map[string]bool // hashes that are looked for
}

func newWatch(node blocks) *watch { return &watch{node: node, flight: map[string]bool{}} }

// errNotYet says that a block is there and what it did is not: a node stores a block before it executes it.
var errNotYet = errors.New("the results of the block are not stored yet")

// restart forgets what is looked for and begins at the newest block, whatever the node has thrown away since. That one may
// not be executed yet and so may hold a transaction that the sequence of its account does not show.
func (w *watch) restart(ctx context.Context) error {
	clear(w.flight)
	status, err := w.node.Status(ctx)
	if err != nil {
		return err
	}
	w.height = max(w.height, status.SyncInfo.LatestBlockHeight-1)
	return nil
}

// committed reads the blocks since the last call. A node that was killed comes back at a lower height; its blocks are
// the same ones, so there is nothing to read twice.
func (w *watch) committed(ctx context.Context) ([]Commitment, error) {
	status, err := w.node.Status(ctx)
	if err != nil {
		return nil, err
	}
	if len(w.flight) == 0 {
		w.height = max(w.height, status.SyncInfo.LatestBlockHeight)
		return nil, nil
	}
	var out []Commitment
	for h := w.height + 1; h <= status.SyncInfo.LatestBlockHeight; h++ {
		found, err := w.block(ctx, h)
		if errors.Is(err, errNotYet) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, found...)
		w.height = h
	}
	return out, nil
}

func (w *watch) block(ctx context.Context, height int64) ([]Commitment, error) {
	block, err := w.node.Block(ctx, &height)
	if err != nil {
		return nil, err
	}
	if block.Block == nil {
		return nil, fmt.Errorf("the node has thrown block %d away", height)
	}
	if !w.ours(block.Block.Txs) {
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
	for i, bz := range block.Block.Txs {
		hash := fmt.Sprintf("%X", bz.Hash())
		if !w.flight[hash] {
			continue
		}
		c := Commitment{Tx: hash, Height: height}
		if res := results.TxsResults[i]; res.Code != 0 {
			c.Failure = res.Log
		} else if c.Codes, err = answers(res.Data); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	for _, c := range out {
		delete(w.flight, c.Tx)
	}
	return out, nil
}

func (w *watch) ours(txs cmttypes.Txs) bool {
	for _, bz := range txs {
		if w.flight[fmt.Sprintf("%X", bz.Hash())] {
			return true
		}
	}
	return false
}

// answers are the outcomes of the readings of a batch.
func answers(data []byte) ([]meteridtypes.ReadingCode, error) {
	var all sdk.TxMsgData
	if err := proto.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	if len(all.MsgResponses) != 1 {
		return nil, fmt.Errorf("expected one response in a batch transaction, got %d", len(all.MsgResponses))
	}
	var res meteridtypes.MsgSubmitReadingsResponse
	if err := proto.Unmarshal(all.MsgResponses[0].Value, &res); err != nil {
		return nil, err
	}
	return res.Codes, nil
}
