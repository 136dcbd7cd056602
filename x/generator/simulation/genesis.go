// Package simulation makes random generators and lets random accounts do what requesters, providers, financiers and buyers do.
package simulation

import (
	"math/rand"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

// maxArbiters is the number of accounts that can be arbiters at first.
const maxArbiters = 5

// startSolar is the amount with which every account starts, usolar.
const startSolar = 1_000_000_000

// RandomGenesis is a chain without generators, with random parameters: generators come by messages. Accounts have SOLAR.
func RandomGenesis(s *module.SimulationState) {
	g := types.DefaultGenesis()
	g.Params = randomParams(s.Rand)
	var names []string
	for i := range min(maxArbiters, len(s.Accounts)) {
		names = append(names, s.Accounts[i].Address.String())
	}
	slices.Sort(names)
	g.Params.Arbiters = names
	s.GenState[types.ModuleName] = s.Cdc.MustMarshalJSON(g)
	giveSolar(s)
}

// giveSolar adds to what accounts have at first. Modules come in the order of their names: the bank has been.
func giveSolar(s *module.SimulationState) {
	state, found := s.GenState[banktypes.ModuleName]
	if !found {
		return
	}
	var bank banktypes.GenesisState
	s.Cdc.MustUnmarshalJSON(state, &bank)
	solar := sdk.NewInt64Coin(types.SolarDenom, startSolar)
	for i := range bank.Balances {
		bank.Balances[i].Coins = bank.Balances[i].Coins.Add(solar)
		bank.Supply = bank.Supply.Add(solar)
	}
	s.GenState[banktypes.ModuleName] = s.Cdc.MustMarshalJSON(&bank)
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
	p.RetirementNoticeSeconds = 86_400 + uint64(r.Intn(100_000))               //nolint:gosec // not negative
	p.ProofSeconds = 60 + uint64(r.Intn(10_000))                               //nolint:gosec // not negative
	p.MinBondBps, p.MinDepositBps = uint32(r.Intn(2_000)), uint32(r.Intn(200)) //nolint:gosec // not negative
	p.MinAcceptanceHours = 1 + uint32(r.Intn(3))                               //nolint:gosec // not negative
	p.MinCommissionUsolar = 1 + uint64(r.Intn(1_000))                          //nolint:gosec // not negative
	p.GasPerHash = 1 + uint64(r.Intn(200))                                     //nolint:gosec // not negative
	return p
}
