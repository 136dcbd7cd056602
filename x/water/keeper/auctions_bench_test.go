//go:build unix

package keeper_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/testutil/bench"
	"github.com/utilityd/utilityd/x/water/types"
)

// BenchmarkAuction measures EndBlock with the auction of a book of 2 × 2,000 orders that all trade, with the bank of the SDK:
// CPU time of all blocks that it takes, and of the dearest of them, by the budget of a block. A run is thrown away and done
// again from the same state.
func BenchmarkAuction(b *testing.B) {
	const side = 2_000
	names := make([]string, 2*side)
	for i := range names {
		names[i] = fmt.Sprintf("household %d", i)
	}
	f := newBankFixture(b)
	params := types.DefaultParams()
	params.MaxOrdersPerSide = side
	require.NoError(b, f.setParams(params))
	area := f.village(b, 100*2*side, 40*2*side, names...)
	for i, name := range names {
		msg := types.MsgPlaceOrder{Owner: account(name), Area: area, Side: sell, Price: uint64(100 + i), Litres: 10}
		if i%2 == 0 {
			msg.Side, msg.Price = buy, uint64(10_000-i)
		}
		_, err := f.msgs.PlaceOrder(f.ctx, &msg)
		require.NoError(b, err)
	}
	f.at(midnight)

	for _, budget := range []uint64{2_000, 1_000_000} {
		b.Run(fmt.Sprintf("budget=%d", budget), func(b *testing.B) {
			f.work.SetBudget(f.ctx, budget)
			var costs, dearest bench.Costs
			for b.Loop() {
				ctx, _ := f.ctx.CacheContext()
				var all, highest time.Duration
				for running := true; running; {
					cost := bench.Of(func() { require.NoError(b, f.work.EndBlock(ctx)) })
					all, highest = all+cost, max(highest, cost)
					var err error
					running, err = f.keeper.IsClearing(ctx, area)
					require.NoError(b, err)
				}
				costs.Add(all)
				dearest.Add(highest)
				a, err := f.keeper.AuctionIn(ctx, area, 1)
				require.NoError(b, err)
				require.Equal(b, uint64(2*side), a.FilledOrders)
			}
			b.ReportMetric(bench.Per(costs.Median(), 1_000_000), "cpu-ms/auction")
			b.ReportMetric(bench.Per(dearest.Median(), 1_000_000), "cpu-ms/block")
			b.ReportMetric(bench.Per(costs.Median(), 2*side*1_000), "cpu-µs/trade")
			b.ReportMetric(0, "ns/op")
		})
	}
}
