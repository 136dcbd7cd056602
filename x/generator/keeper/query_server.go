package keeper

import (
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// queryServer answers queries from a store that cannot be written.
type queryServer struct {
	reader *state.Store
}

var _ types.QueryServer = queryServer{}

// NewQueryServer is the query service of the module.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k.reader} }

// clamp bounds a page of a list.
func clamp(req *query.PageRequest) *query.PageRequest { return lists.Page(req) }
