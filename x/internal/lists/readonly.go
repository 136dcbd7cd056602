package lists

import (
	"context"
	"errors"

	corestore "cosmossdk.io/core/store"
)

// errReadOnly is a fault of the code: a query writes.
var errReadOnly = errors.New("expected a query to write nothing")

// ReadOnly returns a store service whose stores refuse to be written: what queries are built on.
func ReadOnly(service corestore.KVStoreService) corestore.KVStoreService { return readOnly{service} }

type readOnly struct{ corestore.KVStoreService }

// OpenKVStore opens the store for reading.
func (r readOnly) OpenKVStore(ctx context.Context) corestore.KVStore {
	return readOnlyStore{r.KVStoreService.OpenKVStore(ctx)}
}

type readOnlyStore struct{ corestore.KVStore }

// Set refuses.
func (readOnlyStore) Set(_, _ []byte) error { return errReadOnly }

// Delete refuses.
func (readOnlyStore) Delete([]byte) error { return errReadOnly }
