package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
	"github.com/utilityd/utilityd/testutil/fixture"
	"github.com/utilityd/utilityd/testutil/scenario"
)

// history is what a node can be led through: how a chain began, its blocks, and before which of them it is worth an export.
type history struct {
	start   time.Time
	genesis []byte
	blocks  []written
	exports []int
}

type written struct {
	at  time.Time
	txs [][]byte
}

// busyHistory is that of testdata/busy.txt.
func busyHistory(t *testing.T) *history {
	t.Helper()
	h := &history{}
	w := fixture.New(t, fixture.Chain(
		chain.BaseApp(func(b *baseapp.BaseApp) {
			b.SetStreamingManager(storetypes.StreamingManager{ABCIListeners: []storetypes.ABCIListener{h}})
		}),
		chain.WithGenesis(func(_ codec.JSONCodec, genesis app.Genesis) { h.genesis = must(json.Marshal(genesis)) }),
	))
	w.Command("together", func(t *testing.T, cmd scenario.Command) string {
		txs := together[cmd.Word(t)](w.Chain)
		passed := 0
		for _, res := range w.Block(txs...).TxResults {
			if res.Code == 0 {
				passed++
			}
		}
		return fmt.Sprintf("%d of %d pass", passed, len(txs))
	})
	w.Command("export", func(*testing.T, scenario.Command) string {
		h.exports = append(h.exports, len(h.blocks))
		return ""
	})
	scenario.Play(t, filepath.Join("testdata", "busy.txt"), w.Handle)
	h.start = h.blocks[0].at.Add(-time.Second)
	return h
}

// ListenFinalizeBlock takes a block down. Messages that came a second apart are put into one block, at the time of the last: so
// there are blocks with many transactions, and with many of one signer.
func (h *history) ListenFinalizeBlock(_ context.Context, req abci.RequestFinalizeBlock, _ abci.ResponseFinalizeBlock) error {
	if n := len(h.blocks); n > 0 && len(req.Txs) > 0 {
		last := &h.blocks[n-1]
		marked := len(h.exports) > 0 && h.exports[len(h.exports)-1] == n
		if len(last.txs) > 0 && !marked && !req.Time.After(last.at.Add(time.Second)) {
			last.at, last.txs = req.Time, append(last.txs, req.Txs...)
			return nil
		}
	}
	h.blocks = append(h.blocks, written{at: req.Time, txs: req.Txs})
	return nil
}

// ListenCommit has nothing to take down.
func (h *history) ListenCommit(context.Context, abci.ResponseCommit, []*storetypes.StoreKVPair) error {
	return nil
}

// node is a chain at its beginning.
func (h *history) node(t *testing.T, options ...chain.Option) *chain.Chain {
	t.Helper()
	c := chain.Empty(t, append(options, chain.Start(h.start))...)
	c.InitChain(h.genesis)
	return c
}
