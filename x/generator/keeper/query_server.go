package keeper

import (
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// queryServer answers questions. It changes nothing.
type queryServer struct {
	*Keeper
}

var _ types.QueryServer = queryServer{}

// NewQueryServer is the query service of the module.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

// clamp bounds a page of a list.
func clamp(req *query.PageRequest) *query.PageRequest { return lists.Page(req) }
