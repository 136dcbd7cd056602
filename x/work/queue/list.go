package queue

import (
	"context"

	"cosmossdk.io/collections"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
)

// ListPending answers a query with a page of the pending items of all modules, of one, or of one record (0: all).
func ListPending[T any](
	ctx context.Context, s *Store, of Lane, page *query.PageRequest, view func(module string, it Item) T,
) ([]T, *query.PageResponse, error) {
	if err := checkPage(page); err != nil {
		return nil, nil, err
	}
	return query.CollectionPaginate(ctx, s.items, lists.Page(page), func(key itemKey, _ collections.NoValue) (T, error) {
		return view(key.K1(), itemOf(key)), nil
	}, func(o *query.CollectionsPaginateOptions[itemKey]) {
		switch {
		case of.Record != 0:
			o.Prefix = new(collections.QuadSuperPrefix[string, uint64, int64, collections.Pair[uint32, uint64]](of.Module, of.Record))
		case of.Module != "":
			o.Prefix = new(collections.QuadPrefix[string, uint64, int64, collections.Pair[uint32, uint64]](of.Module))
		}
	})
}

// ListFailed answers a query with a page of the failed items of all modules, of one, or of one record (0: all).
func ListFailed[T any](
	ctx context.Context, s *Store, of Lane, page *query.PageRequest, view func(module string, f Failed) T,
) ([]T, *query.PageResponse, error) {
	if err := checkPage(page); err != nil {
		return nil, nil, err
	}
	return query.CollectionPaginate(ctx, s.failed, lists.Page(page), func(key failedKey, value []byte) (none T, err error) {
		f, err := decodeFailed(key, value)
		if err != nil {
			return none, err
		}
		return view(key.K1(), f), nil
	}, func(o *query.CollectionsPaginateOptions[failedKey]) {
		switch {
		case of.Record != 0:
			o.Prefix = new(collections.QuadSuperPrefix[string, uint64, uint32, uint64](of.Module, of.Record))
		case of.Module != "":
			o.Prefix = new(collections.QuadPrefix[string, uint64, uint32, uint64](of.Module))
		}
	})
}

// checkPage refuses an offset, which would walk the list.
func checkPage(page *query.PageRequest) error {
	if offset := page.GetOffset(); offset > lists.MaxLimit {
		return sdkerrors.ErrInvalidRequest.Wrapf(
			"pagination: expected an offset of at most %d, or a key, got %d", lists.MaxLimit, offset)
	}
	return nil
}
