package keeper

import (
	"github.com/utilityd/utilityd/x/energy/settlement"
	"github.com/utilityd/utilityd/x/energy/types"
)

// queryServer answers queries from a store that refuses writes.
type queryServer struct {
	reader *settlement.Settler
}

var _ types.QueryServer = queryServer{}

// NewQueryServer returns the query service of the module.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k.reader} }
