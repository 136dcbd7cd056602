//go:build unix

package app_test

import (
	"testing"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/bench"
	"github.com/utilityd/utilityd/testutil/chain"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
)

// BenchmarkEmptyBlock compares blocks without transactions: in our application, in one without our modules, and in ours
// with members who do nothing.
func BenchmarkEmptyBlock(b *testing.B) {
	const rounds, blocks = 12, 50
	idle := 1_000_000
	if testing.Short() {
		idle = 10_000
	}
	ours, stock, crowded := node(b), node(b, chain.Build(app.NewStock)), node(b)
	t := town{communities: 1, members: idle, grace: longestGrace, key: energytypes.ALLOCATION_KEY_DYNAMIC}
	write(b, crowded, func(ctx sdk.Context) error { return crowded.App.EnergyKeeper.InitGenesis(ctx, t.energy()) })

	pass := func(c *chain.Chain) time.Duration {
		return bench.Of(func() {
			for range blocks {
				block(b, c, c.Now().Add(time.Second))
			}
		})
	}
	var oursCost, stockCost, crowdedCost bench.Costs
	for b.Loop() {
		for range rounds {
			oursCost.Add(pass(ours))
			stockCost.Add(pass(stock))
			crowdedCost.Add(pass(crowded))
		}
	}
	b.ReportMetric(micros(oursCost.Median(), blocks), "cpu-us/block")
	b.ReportMetric(micros(stockCost.Median(), blocks), "stock-us/block")
	b.ReportMetric(micros(crowdedCost.Median(), blocks), "idle-us/block")
	b.ReportMetric(bench.Ratio(oursCost, stockCost), "x-stock")
	b.ReportMetric(bench.Ratio(crowdedCost, oursCost), "idle-x-empty")
	b.ReportMetric(0, "ns/op")
}
