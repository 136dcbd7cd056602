package queue

import (
	"context"
	"encoding/binary"
	"fmt"
	"unicode/utf8"

	"cosmossdk.io/collections"
)

// PutFailed records a failed item. Run does so by itself; the module does when it reads a genesis. There is one record for a
// record, kind and number, the latest.
func (s *Store) PutFailed(ctx context.Context, module string, f Failed) error {
	if len(f.Reason) > MaxReason || !utf8.ValidString(f.Reason) {
		return fmt.Errorf("expected a reason of at most %d bytes of UTF-8, got %q", MaxReason, f.Reason)
	}
	return s.failed.Set(ctx, f.failedKey(module), encodeFailed(f))
}

// The stored form is two times of eight bytes, big-endian, and the reason.
const failedHead = 16

func encodeFailed(f Failed) []byte {
	value := make([]byte, 0, failedHead+len(f.Reason))
	value = binary.BigEndian.AppendUint64(value, uint64(f.At))       //nolint:gosec // the bit pattern is wanted
	value = binary.BigEndian.AppendUint64(value, uint64(f.FailedAt)) //nolint:gosec // the bit pattern is wanted
	return append(value, f.Reason...)
}

func decodeFailed(key failedKey, value []byte) (Failed, error) {
	if len(value) < failedHead || len(value) > failedHead+MaxReason || !utf8.Valid(value[failedHead:]) {
		return Failed{}, fmt.Errorf("%w: expected %d bytes and a reason, got %x", collections.ErrEncoding, failedHead, value)
	}
	return Failed{
		Item: Item{
			At:     int64(binary.BigEndian.Uint64(value)), //nolint:gosec // the bit pattern is wanted
			Record: key.K2(),
			Kind:   key.K3(),
			Number: key.K4(),
		},
		FailedAt: int64(binary.BigEndian.Uint64(value[8:])), //nolint:gosec // the bit pattern is wanted
		Reason:   string(value[failedHead:]),
	}, nil
}
