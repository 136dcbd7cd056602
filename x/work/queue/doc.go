// Package queue is the block work of all modules: work that is pending until its time and is then done in EndBlock, within a
// budget, one item at a time, each on its own, so that no item can halt the chain, spoil another, or make a block long, and so that
// no record can use up a block for the others.
//
// # Method
//
// An item belongs to a record of a module (a community, an area, a generator, a meter), and has a time, a kind and a number. The
// items of one record are a lane; its keys are in the order of time, kind and number, so the store itself keeps the lane sorted.
//
// Lanes take turns, as in deficit round robin (Shreedhar and Varghese, Efficient fair queuing using deficit round-robin, 1996):
// each lane with pending items has a turn, the time of its first item. Run takes the lane whose turn came first and lets it do
// its due items in order, until they are done or a sixteenth of the block's budget is spent. A lane that has more to do gets a new
// turn, now, behind all that wait. If the block ends before the turn, the lane has the rest of it in the next block, so that no lane
// loses its turn each time. A lane that is due alone gets the rest of the block.
//
// Each item is given to the module's handler in a branch of the state:
//
//	done          the branch is merged, with its events; the item is gone
//	not done      the branch is merged; the item stays first in its lane and goes on in the next turn
//	error, panic  the branch is discarded with its events; the item has failed, which is recorded with the reason and reported
//
// A failed item stays until a message retries it or the module cancels it. A retry puts it back at the time for which it was first
// due, because records give that time. A handler that needs more than one turn keeps its own cursor in the state and spends from
// the budget as it goes.
//
// Operators see the queue as metrics of the node (OpenTelemetry): utilityd.work.lag, how many seconds the oldest item of the lane
// with the next turn has been due at the end of a block, and utilityd.work.failed, by module, the items that failed since the node
// started.
//
// # Promises
//
//   - In order: the items of a lane are done by time, kind and number. An item that a handler adds is done when its place comes, also
//     in the same block if it is due.
//   - Fair: between two turns of a lane, every other lane has at most one turn, which spends at most a sixteenth of the budget, and
//     what the last item in it spends beyond that. So a lane with little to do waits for at most N/16 blocks if N lanes
//     have more to do than blocks allow, however much each of them has.
//   - Bounded: every item costs a unit, done or failed, and what its handler spends comes on top. A run starts no item without
//     a unit left and reads a few keys for each unit. With 100,000 items due, a block does only what its budget allows.
//   - Isolated: an item that fails leaves no write and no event; only what it spent stays spent.
//   - Nothing is lost: an item is pending, failed, done or cancelled. There is one failed item of a record, kind and number, so these
//     have to name its work alone.
//   - The same on every node: a reason is at most 200 bytes of UTF-8 and has no address, no stack and no words of the Go
//     runtime. The log has those.
//   - Run returns an error only if the store fails. A report that fails is noted in the record of the failure.
//
// # What it does not do
//
// An item that is never done blocks its lane: a handler without progress must return an error. Lanes are equal:
// two records of one owner have two turns.
//
// # Cost
//
// BenchmarkRun does 2,000 items in a block, with the state on disk; one run on two cores:
//
//	                        run         with commit
//	2,000 in one lane       18 µs/item  34 µs/item
//	100,000 in one lane     35 µs/item  55 µs/item
//	one in each of 2,000    159 µs/item 196 µs/item
//
// A lane costs more than an item: it takes an iterator, and an iterator passes over what the block has written to the store.
package queue
