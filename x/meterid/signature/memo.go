package signature

import (
	"encoding/binary"
	"sync/atomic"
)

// memo caches a value computed from a public key. It is a table of fixed size without locks: every key has one
// place, and a new key takes it after memoPatience misses. So a network with more devices than places keeps
// a share of them, where a cache of the last used would be emptied on every round of readings.
//
// Evicted values are computed again: a memo never decides a verdict.
type memo[T any] struct {
	places []place[T]
}

type place[T any] struct {
	entry  atomic.Pointer[memoEntry[T]]
	misses atomic.Uint32
}

type memoEntry[T any] struct {
	key   [33]byte
	value T
}

const memoPatience = 8

// newMemo returns a memo with 1<<bits places.
func newMemo[T any](bits int) *memo[T] {
	return &memo[T]{places: make([]place[T], 1<<bits)}
}

// lookup returns the cached value of key. If there is none, remember reports whether it is worth computing and storing.
func (m *memo[T]) lookup(key []byte) (value *T, remember bool) {
	p := m.place(key)
	entry := p.entry.Load()
	if entry == nil {
		return nil, true
	}
	if entry.key == padded(key) {
		return &entry.value, false
	}
	return nil, p.misses.Add(1)%memoPatience == 0
}

// store caches the value of key in its place, and returns the stored copy.
func (m *memo[T]) store(key []byte, value T) *T {
	entry := &memoEntry[T]{key: padded(key), value: value}
	m.place(key).entry.Store(entry)
	return &entry.value
}

// place is chosen by bytes that are spread evenly in the keys of every scheme. Keys made to share a place with
// another only make that one device a little slower.
func (m *memo[T]) place(key []byte) *place[T] {
	return &m.places[binary.LittleEndian.Uint64(key[1:9])%uint64(len(m.places))]
}

// padded is key as a comparable value; a memo holds keys of one scheme and so of one length.
func padded(key []byte) (k [33]byte) {
	copy(k[:], key)
	return k
}
