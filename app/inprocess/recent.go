package inprocess

import (
	"fmt"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"
)

// Remembered is how many blocks are remembered.
const Remembered = 128

// Block is what a block held and did.
type Block struct {
	Txs     []cmttypes.Tx
	Results []*abci.ExecTxResult
}

// Place is where a transaction stands.
type Place struct {
	Height int64
	Index  int
}

// recent are the last blocks.
type recent struct {
	blocks map[int64]Block
	found  map[string]Place // by hash
}

func newRecent() recent { return recent{blocks: map[int64]Block{}, found: map[string]Place{}} }

// add remembers a block and forgets the oldest one.
func (r recent) add(height int64, txs [][]byte, results []*abci.ExecTxResult) {
	b := Block{Txs: cmttypes.ToTxs(txs), Results: results}
	for i, tx := range b.Txs {
		r.found[string(tx.Hash())] = Place{height, i}
	}
	r.blocks[height] = b
	for _, tx := range r.blocks[height-Remembered].Txs {
		delete(r.found, string(tx.Hash()))
	}
	delete(r.blocks, height-Remembered)
}

// Block returns one of the last blocks.
func (c *Chain) Block(height int64) (Block, error) {
	b, ok := c.recent.blocks[height]
	if !ok {
		return b, fmt.Errorf("expected one of the last %d blocks, got %d", Remembered, height)
	}
	return b, nil
}

// Find returns where a transaction stands, by its hash.
func (c *Chain) Find(hash []byte) (Place, error) {
	p, ok := c.recent.found[string(hash)]
	if !ok {
		return p, fmt.Errorf("expected a transaction of the last %d blocks, got %X", Remembered, hash)
	}
	return p, nil
}
