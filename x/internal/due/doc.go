// Package due is a queue of work that waits for its time and is then done in EndBlock: within a budget, one item at a time,
// each on its own, so that no item can halt the chain, spoil another, or make a block long.
//
// # Method
//
// An item is a time, a kind and an id; its key is those three in this order, so the store itself keeps the queue sorted. Run
// reads the head of the queue, a few keys at a time, and gives each due item to the module's handler in a branch of the state:
//
//	done          the branch is merged, with its events; the item is gone
//	not done      the branch is merged; the item stays at the head and the run ends; the next block goes on with it
//	error, panic  the branch is thrown away with its events; the item is parked, with the reason, and reported
//
// A parked item waits until a message retries or discards it. A handler that needs more than one block keeps its own cursor in
// the state and spends from the budget as it goes.
//
// Operators see it work as metrics of the node (OpenTelemetry), by queue: utilityd.due.lag, how many seconds the oldest item that
// is due has been waiting at the end of a block, and utilityd.due.parked, the items that failed since the node started.
//
// List answers a query about the queue and Export writes it into a genesis, both in the module's own form of an item.
//
// # Promises
//
//   - Oldest first: items are done in the order of time, kind and id. What a handler pushes comes in its turn; what it pushes
//     to a place that has been passed, itself included, waits for the next run, so one run visits a key once.
//   - Bounded: every item costs a unit, done or failed, and what its handler spends comes on top. A run starts no item without
//     a unit left and reads no more keys than there are units. With 100,000 items due, a block does what its budget allows
//     and no more.
//   - Isolated: an item that fails leaves no write and no event; only what it spent stays spent.
//   - Nothing is lost: an item is waiting, parked, done or discarded. There is one parked record for a kind and id, so an ID
//     has to name its work alone.
//   - The same on every node: a reason is at most 200 bytes of UTF-8 and has no address, no stack and no words of the Go
//     runtime. The log has those.
//   - Run returns an error only if the store fails. A report that fails is noted in the parked record.
//
// # What it does not do
//
// An item that is never done keeps the others of its queue waiting: a handler that can get nowhere returns an error. Budgets
// are shared by whoever runs first; a module with several queues gives each its part.
//
// # Cost
//
// Per item about 10 µs to branch, run and merge, and as much at commit to change the tree, whether 2,000 items are waiting or
// 100,000 (BenchmarkRun, state on disk). Reading the keys one by one would add 10 µs to that.
package due
