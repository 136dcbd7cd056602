package fault

import (
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// trunk is the state of a block. Nothing fails on it.
type trunk struct {
	storetypes.MultiStore
	plan *Plan
}

func (s trunk) CacheMultiStore() storetypes.CacheMultiStore {
	return branch{s.MultiStore.CacheMultiStore(), s.plan}
}

// branched is CacheMultiStore by another name: embedded, it would hide its method of the same name.
type branched = storetypes.CacheMultiStore

// branch is the state of a piece of work.
type branch struct {
	branched
	plan *Plan
}

func (s branch) CacheMultiStore() storetypes.CacheMultiStore {
	return branch{s.branched.CacheMultiStore(), s.plan}
}

func (s branch) GetKVStore(key storetypes.StoreKey) storetypes.KVStore {
	return store{s.branched.GetKVStore(key), key.Name(), s.plan}
}

// store is one of the stores of a piece of work.
type store struct {
	storetypes.KVStore
	name string
	plan *Plan
}

func (s store) Get(key []byte) []byte {
	if s.plan.fails(s.name) {
		if s.plan.kind == Nonsense {
			return nonsense
		}
		s.panic()
	}
	return s.KVStore.Get(key)
}

func (s store) Has(key []byte) bool {
	s.count()
	return s.KVStore.Has(key)
}

func (s store) Set(key, value []byte) {
	s.count()
	s.KVStore.Set(key, value)
}

func (s store) Delete(key []byte) {
	s.count()
	s.KVStore.Delete(key)
}

func (s store) Iterator(start, end []byte) storetypes.Iterator {
	s.count()
	return s.KVStore.Iterator(start, end)
}

func (s store) ReverseIterator(start, end []byte) storetypes.Iterator {
	s.count()
	return s.KVStore.ReverseIterator(start, end)
}

func (s store) count() {
	if s.plan.fails(s.name) {
		s.panic()
	}
}

func (s store) panic() { panic("fault: the store of " + s.name) }
