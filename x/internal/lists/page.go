package lists

import (
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"
)

// Entries of a page: without a limit in the request, and at most.
const (
	DefaultLimit uint64 = 100
	MaxLimit     uint64 = 1_000
)

// Page bounds a page of a list. The request stays as it is.
func Page(req *query.PageRequest) *query.PageRequest {
	page := query.PageRequest{}
	if req != nil {
		page = *req
	}
	if page.Limit == 0 {
		page.Limit = DefaultLimit
	}
	page.Limit = min(page.Limit, MaxLimit)
	page.CountTotal = false // counting reads everything
	return &page
}

// Span is a page of a list whose entries have ascending numbers: those from a number on.
type Span struct {
	From  uint64
	Limit uint64 // 1 to MaxLimit
}

// SpanOf reads a request for a page of a list that has numbers for keys. An offset is a number too, not a count of entries.
func SpanOf(req *query.PageRequest) (Span, error) {
	page := Page(req)
	s := Span{From: page.Offset, Limit: page.Limit}
	switch {
	case page.Reverse:
		return Span{}, sdkerrors.ErrInvalidRequest.Wrap("pagination: expected ascending order, got reverse")
	case len(page.Key) == 0:
		return s, nil
	case page.Offset != 0:
		return Span{}, sdkerrors.ErrInvalidRequest.Wrap("pagination: expected a key or an offset, got both")
	case len(page.Key) != keyBytes:
		return Span{}, sdkerrors.ErrInvalidRequest.Wrapf("pagination: expected a key of %d bytes, got %d", keyBytes, len(page.Key))
	}
	s.From = sdk.BigEndianToUint64(page.Key)
	return s, nil
}

// keyBytes is the length of a key that is a number.
const keyBytes = 8

// Next returns the start of the next page, the number of its first entry.
func Next(number uint64) *query.PageResponse {
	return &query.PageResponse{NextKey: sdk.Uint64ToBigEndian(number)}
}
