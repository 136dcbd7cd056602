package keeper

import (
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// queryServer answers queries from a store that cannot be written.
type queryServer struct {
	reader *state.Store
}

var _ types.QueryServer = queryServer{}

// NewQueryServer is the query service of the module.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k.reader} }
