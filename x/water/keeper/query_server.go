package keeper

import (
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// queryServer answers queries from a store that cannot be written.
type queryServer struct {
	store *state.Store
}

var _ types.QueryServer = queryServer{}

// NewQueryServer is the query service of the module.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k.reader} }

// clamp bounds a page of a list.
func clamp(req *query.PageRequest) *query.PageRequest { return lists.Page(req) }

// stretch is a page of a list whose entries have no key in common: it begins with a place.
type stretch struct {
	from  uint64
	limit uint64
}

// stretchOf reads a page request for a list that is counted from its beginning.
func stretchOf(req *query.PageRequest) (stretch, error) {
	s, err := lists.SpanOf(req)
	return stretch{from: s.From, limit: s.Limit}, err
}

// nextAt tells where the next page begins.
func nextAt(number uint64) *query.PageResponse { return lists.Next(number) }
