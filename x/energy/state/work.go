package state

import (
	"github.com/utilityd/utilityd/x/work/queue"
)

// WorkItem returns an item of block work of a community.
func WorkItem(at int64, kind uint32, community, number uint64) queue.Item {
	return queue.Item{At: at, Record: community, Kind: kind, Number: number}
}
