package state

import (
	"github.com/utilityd/utilityd/x/work/queue"
)

// Item is a piece of work of a community.
func Item(at int64, kind uint32, community, number uint64) queue.Item {
	return queue.Item{At: at, Record: community, Kind: kind, Number: number}
}
