// Package fault makes block work of a running chain fail: the n-th access to a store, counted from where a piece
// of due work begins, panics or reads nonsense. Every call of another keeper ends in a store, so this covers the
// keepers that a module expects as well as its own state.
//
//	plan := &fault.Plan{}
//	c := chain.New(t, chain.Build(plan.Build))
//	plan.Arm(fault.Panic, 3, energytypes.StoreKey)
//
// A piece of due work is what runs in a branch of the state at the end of a block. What the queues do outside of one,
// to find the work and to put it aside, is not disturbed: a chain whose store is broken there has to stop.
package fault
