// Package simulation makes random generators and lets random accounts do what requesters, providers, financiers and buyers do.
package simulation

import (
	"math/rand"

	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/utilityd/utilityd/x/generator/types"
)

// RandomGenesis is a chain without generators, with random parameters: generators come by messages.
func RandomGenesis(s *module.SimulationState) {
	g := types.DefaultGenesis()
	g.Params = randomParams(s.Rand)
	s.GenState[types.ModuleName] = s.Cdc.MustMarshalJSON(g)
}

// randomParams are short, so that deadlines of every kind come within a simulation, and more at once than a block may do.
func randomParams(r *rand.Rand) types.Params {
	p := types.DefaultParams()
	for _, seconds := range []*uint64{
		&p.BiddingSeconds, &p.AcceptanceSeconds, &p.FundingSeconds, &p.InstallGraceSeconds, &p.ResponseSeconds,
		&p.DecisionSeconds, &p.VoucherSeconds, &p.MaxListingSeconds,
	} {
		*seconds = 60 + uint64(r.Intn(100_000)) //nolint:gosec // not negative
	}
	p.MinCommissionUsolar = 1 + uint64(r.Intn(1_000)) //nolint:gosec // not negative
	p.MaxDuePerBlock = 16 + uint64(r.Intn(16))        //nolint:gosec // not negative
	p.GasPerHash = 1 + uint64(r.Intn(200))            //nolint:gosec // not negative
	return p
}
