package state

import (
	"github.com/utilityd/utilityd/x/work/queue"
)

// workItem returns an item of block work of a generator.
func workItem(at int64, kind uint32, generator, number uint64) queue.Item {
	return queue.Item{At: at, Record: generator, Kind: kind, Number: number}
}
