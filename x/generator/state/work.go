package state

import (
	"github.com/utilityd/utilityd/x/work/queue"
)

// item is a piece of work of a generator.
func item(at int64, kind uint32, generator, number uint64) queue.Item {
	return queue.Item{At: at, Record: generator, Kind: kind, Number: number}
}
