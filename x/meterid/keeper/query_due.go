package keeper

import (
	"cmp"
	"context"
	"encoding/binary"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/due"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// Due returns the block work that waits, a page of it, and the work that failed.
func (q queryServer) Due(ctx context.Context, req *types.QueryDueRequest) (*types.QueryDueResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	r := &types.QueryDueResponse{Pagination: &query.PageResponse{}}
	p := page(req.Pagination)
	from, skip := dueKey(p.Key), p.Offset
	err := q.due.Walk(ctx, func(it due.Item[uint64]) (bool, error) {
		switch {
		case compareItems(it, from) < 0:
			return false, nil
		case skip > 0:
			skip--
			return false, nil
		case uint64(len(r.Due)) == p.Limit:
			r.Pagination.NextKey = dueKeyBytes(it)
			return true, nil
		}
		r.Due = append(r.Due, dueItem(it))
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = q.due.WalkParked(ctx, func(p due.Parked[uint64]) (bool, error) {
		r.Parked = append(r.Parked, parkedItem(p))
		return len(r.Parked) == maxPage, nil
	})
	return r, err
}

// The key of a page is the item that it begins with: 8 bytes of time, 4 of kind, 8 of meter.
const dueKeyLength = 8 + 4 + 8

func dueKeyBytes(it due.Item[uint64]) []byte {
	key := binary.BigEndian.AppendUint64(nil, uint64(it.At)) //nolint:gosec // no time is negative
	key = binary.BigEndian.AppendUint32(key, it.Kind)
	return binary.BigEndian.AppendUint64(key, it.ID)
}

// dueKey is the item of a key; the first possible one if the key is none.
func dueKey(key []byte) due.Item[uint64] {
	if len(key) != dueKeyLength {
		return due.Item[uint64]{}
	}
	return due.Item[uint64]{
		At:   int64(binary.BigEndian.Uint64(key)), //nolint:gosec // a negative one is before all items
		Kind: binary.BigEndian.Uint32(key[8:]),
		ID:   binary.BigEndian.Uint64(key[12:]),
	}
}

func compareItems(a, b due.Item[uint64]) int {
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}
