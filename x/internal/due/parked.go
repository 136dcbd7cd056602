package due

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"

	"cosmossdk.io/collections"
)

// Parked returns the failed item of a kind and id, or ErrNotParked.
func (q Queue[ID]) Parked(ctx context.Context, kind uint32, id ID) (Parked[ID], error) {
	key := collections.Join(kind, id)
	value, err := q.parked.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return Parked[ID]{}, fmt.Errorf("%w: %s", ErrNotParked, q.describe(kind, id))
	}
	if err != nil {
		return Parked[ID]{}, err
	}
	return decodeParked(key, value)
}

// Park records a failed item. Run does so by itself; a module does when it reads its genesis. There is one record for a
// kind and id, the latest.
func (q Queue[ID]) Park(ctx context.Context, p Parked[ID]) error {
	if len(p.Reason) > MaxReason || !utf8.ValidString(p.Reason) {
		return fmt.Errorf("due: expected a reason of at most %d bytes of UTF-8, got %q", MaxReason, p.Reason)
	}
	return q.parked.Set(ctx, collections.Join(p.Kind, p.ID), encodeParked(p))
}

// Retry puts a failed item back into the queue, due now. It is ErrNotParked if it is not there.
func (q Queue[ID]) Retry(ctx context.Context, kind uint32, id ID, now int64) error {
	if err := q.Discard(ctx, kind, id); err != nil {
		return err
	}
	return q.Push(ctx, Item[ID]{At: now, Kind: kind, ID: id})
}

// Discard forgets a failed item. It is ErrNotParked if it is not there.
func (q Queue[ID]) Discard(ctx context.Context, kind uint32, id ID) error {
	if _, err := q.Parked(ctx, kind, id); err != nil {
		return err
	}
	return q.parked.Remove(ctx, collections.Join(kind, id))
}

// WalkParked visits the failed items in the order of kind and id.
func (q Queue[ID]) WalkParked(ctx context.Context, fn func(p Parked[ID]) (stop bool, err error)) error {
	return q.parked.Walk(ctx, nil, func(key parkedKey[ID], value []byte) (bool, error) {
		p, err := decodeParked(key, value)
		if err != nil {
			return true, err
		}
		return fn(p)
	})
}

// A record is two times of eight bytes, big-endian, and the reason.
const recordHead = 16

func encodeParked[ID any](p Parked[ID]) []byte {
	value := make([]byte, 0, recordHead+len(p.Reason))
	value = binary.BigEndian.AppendUint64(value, uint64(p.At))       //nolint:gosec // the bit pattern is wanted
	value = binary.BigEndian.AppendUint64(value, uint64(p.ParkedAt)) //nolint:gosec // the bit pattern is wanted
	return append(value, p.Reason...)
}

func decodeParked[ID any](key parkedKey[ID], value []byte) (Parked[ID], error) {
	if len(value) < recordHead || len(value) > recordHead+MaxReason || !utf8.Valid(value[recordHead:]) {
		return Parked[ID]{}, fmt.Errorf("%w: expected %d bytes and a reason, got %x", collections.ErrEncoding, recordHead, value)
	}
	return Parked[ID]{
		Item: Item[ID]{
			At:   int64(binary.BigEndian.Uint64(value)), //nolint:gosec // the bit pattern is wanted
			Kind: key.K1(),
			ID:   key.K2(),
		},
		ParkedAt: int64(binary.BigEndian.Uint64(value[8:])), //nolint:gosec // the bit pattern is wanted
		Reason:   string(value[recordHead:]),
	}, nil
}
