// Package readonly opens stores that refuse to be written: what queries are answered from.
package readonly

import (
	"context"
	"errors"

	corestore "cosmossdk.io/core/store"
)

// errReadOnly is a fault of the code: a query writes.
var errReadOnly = errors.New("expected a query to write nothing")

// Service returns a store service whose stores refuse to be written.
func Service(service corestore.KVStoreService) corestore.KVStoreService { return reader{service} }

type reader struct{ corestore.KVStoreService }

// OpenKVStore opens the store for reading.
func (r reader) OpenKVStore(ctx context.Context) corestore.KVStore {
	return store{r.KVStoreService.OpenKVStore(ctx)}
}

type store struct{ corestore.KVStore }

// Set refuses.
func (store) Set(_, _ []byte) error { return errReadOnly }

// Delete refuses.
func (store) Delete([]byte) error { return errReadOnly }
