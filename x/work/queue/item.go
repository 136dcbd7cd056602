package queue

import (
	"fmt"

	"cosmossdk.io/collections"
)

// Item is a piece of work of one module and the time from which it may be done. Record, Kind and Number name the work; At orders
// it, and is part of the name: the module's records give the same time.
type Item struct {
	At     int64  // Unix seconds
	Record uint64 // the community, area, generator or meter that the work belongs to
	Kind   uint32 // number of the kind in the module
	Number uint64 // number of the kind: an epoch, a slot, a voucher; 0 if nothing
}

// Failed is an item that failed, with the reason. Its At is the time for which it was first due.
type Failed struct {
	Item

	Reason   string // at most MaxReason bytes of UTF-8
	FailedAt int64  // block time of the failure, Unix seconds
}

// Lane names the work of one record of one module. Lanes take turns.
type Lane struct {
	Module string
	Record uint64
}

// The keys: pending items in the order of lane, time, kind and number; failed ones by what they are; turns by time.
type (
	itemKey   = collections.Quad[string, uint64, int64, collections.Pair[uint32, uint64]]
	failedKey = collections.Quad[string, uint64, uint32, uint64]
	laneKey   = collections.Pair[string, uint64]
	turnKey   = collections.Triple[int64, string, uint64]
)

func keyOf(module string, it Item) itemKey {
	return collections.Join4(module, it.Record, it.At, collections.Join(it.Kind, it.Number))
}

func itemOf(key itemKey) Item {
	return Item{Record: key.K2(), At: key.K3(), Kind: key.K4().K1(), Number: key.K4().K2()}
}

func (it Item) failedKey(module string) failedKey {
	return collections.Join4(module, it.Record, it.Kind, it.Number)
}

func (l Lane) key() laneKey { return collections.Join(l.Module, l.Record) }

// describe names an item in errors and logs.
func describe(module string, it Item) string {
	return fmt.Sprintf("%s record %d kind %d number %d", module, it.Record, it.Kind, it.Number)
}
