package keeper

import (
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/types"
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
