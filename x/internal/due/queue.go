package due

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"
	"cosmossdk.io/collections/codec"
)

// ErrNotParked says that no failed item of that kind and id is waiting to be retried.
var ErrNotParked = errors.New("due: no such parked item")

// Item is a piece of work and the time from which it may be done. Kind and ID name the work, At only orders it: where the
// time is part of what is to be done, it belongs into the ID.
type Item[ID any] struct {
	At   int64 // Unix seconds
	Kind uint32
	ID   ID
}

// Parked is an item that failed, and why. Its At is the time for which it was first due.
type Parked[ID any] struct {
	Item[ID]

	Reason   string // at most MaxReason bytes of UTF-8
	ParkedAt int64  // block time of the failure, Unix seconds
}

// The keys: a queue is in the order of time, kind and id; parked items are found by what they are.
type (
	itemKey[ID any]   = collections.Triple[int64, uint32, ID]
	parkedKey[ID any] = collections.Pair[uint32, ID]
)

// Queue holds the items of one module that wait for their time, and those that failed.
type Queue[ID any] struct {
	name   string
	items  collections.KeySet[itemKey[ID]]
	parked collections.Map[parkedKey[ID], []byte]
	id     codec.KeyCodec[ID]
}

// New adds a queue to a module's schema: the waiting items under one prefix, the failed ones under another.
func New[ID any](
	sb *collections.SchemaBuilder, queuePrefix, parkedPrefix collections.Prefix, name string, id codec.KeyCodec[ID],
) Queue[ID] {
	return Queue[ID]{
		name: name,
		items: collections.NewKeySet(sb, queuePrefix, name,
			collections.TripleKeyCodec(collections.Int64Key, collections.Uint32Key, id)),
		parked: collections.NewMap(sb, parkedPrefix, name+"_parked",
			collections.PairKeyCodec(collections.Uint32Key, id), collections.BytesValue),
		id: id,
	}
}

// Push puts an item into the queue. An item that is there already stays there once.
func (q Queue[ID]) Push(ctx context.Context, it Item[ID]) error {
	q.disturb(ctx, it)
	return q.items.Set(ctx, keyOf(it))
}

// Remove takes an item out of the queue undone. It is no error if it is not there.
func (q Queue[ID]) Remove(ctx context.Context, it Item[ID]) error {
	q.disturb(ctx, it)
	return q.items.Remove(ctx, keyOf(it))
}

// Has reports whether an item waits in the queue.
func (q Queue[ID]) Has(ctx context.Context, it Item[ID]) (bool, error) {
	return q.items.Has(ctx, keyOf(it))
}

// Walk visits the waiting items in the order in which they will be done.
func (q Queue[ID]) Walk(ctx context.Context, fn func(it Item[ID]) (stop bool, err error)) error {
	return q.items.Walk(ctx, nil, func(key itemKey[ID]) (bool, error) { return fn(itemOf(key)) })
}

func keyOf[ID any](it Item[ID]) itemKey[ID] { return collections.Join3(it.At, it.Kind, it.ID) }

func itemOf[ID any](key itemKey[ID]) Item[ID] {
	return Item[ID]{At: key.K1(), Kind: key.K2(), ID: key.K3()}
}

// describe names an item in errors and logs.
func (q Queue[ID]) describe(kind uint32, id ID) string {
	return fmt.Sprintf("%s kind %d id %s", q.name, kind, q.id.Stringify(id))
}
