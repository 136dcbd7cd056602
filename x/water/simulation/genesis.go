// Package simulation creates random areas and sends random messages of admins, producers and households.
package simulation

import (
	"math/rand"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/utilityd/utilityd/x/water/types"
)

// RandomGenesis returns a chain with random parameters and without areas, which messages create.
func RandomGenesis(s *module.SimulationState) {
	g := types.DefaultGenesis()
	g.Params = randomParams(s.Rand)
	s.GenState[types.ModuleName] = s.Cdc.MustMarshalJSON(g)
}

// randomParams returns parameters with a short retention, so that auctions are forgotten within a simulation.
func randomParams(r *rand.Rand) types.Params {
	p := types.DefaultParams()
	p.MaxAccounts = 2 + uint64(r.Intn(1_000)) //nolint:gosec // not negative
	p.MaxSources = 1 + uint64(r.Intn(10))     //nolint:gosec // not negative
	p.MinPeriodSeconds = types.MinPeriodSeconds
	p.MinEnrolmentSeconds = 1 + uint64(r.Intn(60)) //nolint:gosec // not negative
	p.MaxLossPpm = uint64(r.Intn(200_000))         //nolint:gosec // not negative
	p.AuctionRetention = 1 + uint64(r.Intn(5))     //nolint:gosec // not negative
	p.MaxPriceFactor = 1 + uint64(r.Intn(200))     //nolint:gosec // not negative
	p.AreaFee = sdk.NewCoin(sdk.DefaultBondDenom, math.NewInt(int64(r.Intn(1_000))))
	return p
}
