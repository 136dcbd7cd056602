// Package inprocess runs the application block by block in this process, on a clock that its caller drives. It takes the place of
// the consensus engine for tests and for stories that last years: one validator, and no network.
//
//	chain := inprocess.Open(inprocess.Config{ChainID: id, Start: start, DB: dbm.NewMemDB()})
//	err := chain.InitChain(1, genesis)
//	res, err := chain.Run(chain.Now().Add(time.Second), tx)
//
// Run executes the transactions that it is given. A caller with clients adds theirs to the pool and calls Next, which proposes a
// block as a node does: as many transactions of the pool as a block may hold, in an order that the application decides. What the
// last of these blocks held and did is remembered.
//
//	chain.go   the life of a chain: open, start from a genesis, restart from the store
//	block.go   a block: finalize, commit
//	pool.go    transactions that wait for a block
//	recent.go  the last blocks with their results
package inprocess
