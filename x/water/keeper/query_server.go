package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/water/types"
)

// queryServer answers questions. It changes nothing.
type queryServer struct {
	*Keeper
}

var _ types.QueryServer = queryServer{}

// NewQueryServer is the query service of the module.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

// Pages of lists. The SDK knows no most.
const (
	defaultLimit = 100
	maxLimit     = 1_000
)

// clamp bounds a page of a list.
func clamp(req *query.PageRequest) *query.PageRequest {
	if req == nil {
		return &query.PageRequest{Limit: defaultLimit}
	}
	page := *req
	if page.Limit == 0 {
		page.Limit = defaultLimit
	}
	page.Limit = min(page.Limit, maxLimit)
	page.CountTotal = false // counting reads everything
	return &page
}

// stretch is a page of a list whose entries have no key in common: it begins with a place.
type stretch struct {
	from  uint64
	limit uint64
}

// stretchOf reads a page request for a list that is counted from its beginning.
func stretchOf(req *query.PageRequest) (stretch, error) {
	page := clamp(req)
	s := stretch{from: page.Offset, limit: page.Limit}
	switch {
	case page.Reverse:
		return stretch{}, sdkerrors.ErrInvalidRequest.Wrap("pagination: expected ascending order, got reverse")
	case len(page.Key) == 0:
		return s, nil
	case page.Offset != 0:
		return stretch{}, sdkerrors.ErrInvalidRequest.Wrap("pagination: expected a key or an offset, got both")
	case len(page.Key) != keyBytes:
		return stretch{}, sdkerrors.ErrInvalidRequest.Wrapf("pagination: expected a key of %d bytes, got %d", keyBytes, len(page.Key))
	}
	s.from = sdk.BigEndianToUint64(page.Key)
	return s, nil
}

// keyBytes is the length of a key that is a number.
const keyBytes = 8

// nextAt tells where the next page begins.
func nextAt(number uint64) *query.PageResponse {
	return &query.PageResponse{NextKey: sdk.Uint64ToBigEndian(number)}
}
