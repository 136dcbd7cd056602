package state

import (
	"github.com/utilityd/utilityd/x/work/queue"
)

// Item returns an item of block work of an area.
func Item(at int64, kind uint32, area, number uint64) queue.Item {
	return queue.Item{At: at, Record: area, Kind: kind, Number: number}
}
