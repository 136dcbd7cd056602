// Package simulation makes random communities and lets random accounts do what members, admins and grid suppliers do.
package simulation

import (
	"math/rand"

	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/utilityd/utilityd/x/energy/types"
)

// RandomGenesis is a chain without communities, with random parameters: communities come by messages.
func RandomGenesis(s *module.SimulationState) {
	g := types.DefaultGenesis()
	g.Params = randomParams(s.Rand)
	s.GenState[types.ModuleName] = s.Cdc.MustMarshalJSON(g)
}

// randomParams have a short memory, so that epochs are pruned within a simulation.
func randomParams(r *rand.Rand) types.Params {
	return types.Params{
		MaxMembers:         2 + uint64(r.Intn(1_000)),  //nolint:gosec // not negative
		MinEpochSeconds:    1 + uint64(r.Intn(900)),    //nolint:gosec // not negative
		LateWindowSeconds:  uint64(r.Intn(60)),         //nolint:gosec // not negative
		MaxBackdateSeconds: uint64(r.Intn(86_400)),     //nolint:gosec // not negative
		RetentionEpochs:    1 + uint64(r.Intn(20)),     //nolint:gosec // not negative
		NoticeSeconds:      60 + uint64(r.Intn(3_600)), //nolint:gosec // not negative
	}
}
