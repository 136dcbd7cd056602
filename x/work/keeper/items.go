package keeper

import (
	"strconv"

	"github.com/utilityd/utilityd/x/work/queue"
	"github.com/utilityd/utilityd/x/work/types"
)

// item returns a piece of work in the form of messages.
func (k *Keeper) item(module string, it queue.Item) types.Item {
	return types.Item{Module: module, Record: it.Record, Kind: k.kindName(module, it.Kind), Number: it.Number, DueAt: it.At}
}

func (k *Keeper) failedItem(module string, f queue.Failed) types.FailedItem {
	return types.FailedItem{Item: k.item(module, f.Item), Reason: f.Reason, FailedAt: f.FailedAt}
}

// kindName returns the name of a kind, or its number if the module has none of it: such work fails.
func (k *Keeper) kindName(module string, kind uint32) string {
	if names := k.handlers[module].Kinds; kind >= 1 && uint64(kind) <= uint64(len(names)) {
		return names[kind-1]
	}
	return strconv.FormatUint(uint64(kind), 10)
}

// stored returns a piece of work in the form of the queue.
func (k *Keeper) stored(it types.Item) (queue.Item, error) {
	kind, err := k.kindOf(it.Module, it.Kind)
	return queue.Item{At: it.DueAt, Record: it.Record, Kind: kind, Number: it.Number}, err
}
