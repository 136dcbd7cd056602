package keeper

import "github.com/utilityd/utilityd/x/energy/types"

// queryServer answers questions. It changes nothing.
type queryServer struct {
	*Keeper
}

var _ types.QueryServer = queryServer{}

// NewQueryServer is the query service of the module.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }
