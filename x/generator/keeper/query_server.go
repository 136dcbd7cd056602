package keeper

import (
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// queryServer answers queries from a store that refuses writes.
type queryServer struct {
	reader *state.Store
}

var _ types.QueryServer = queryServer{}

// NewQueryServer returns the query service of the module.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k.reader} }
