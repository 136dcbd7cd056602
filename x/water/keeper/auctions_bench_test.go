//go:build unix

package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/testutil/bench"
	"github.com/utilityd/utilityd/x/water/types"
)

// BenchmarkAuction measures EndBlock with the auction of a book of a number of orders that were placed before. Their limits are spread over
// all levels, as those of a million households would be at the worst.
func BenchmarkAuction(b *testing.B) {
	for _, orders := range []uint64{1_000, 1_000_000} {
		b.Run(fmt.Sprintf("orders=%d", orders), func(b *testing.B) {
			f := newBankFixture(b)
			area := f.village(b, 1_000, 1_000, "alice")
			require.NoError(b, f.keeper.FillBook(f.ctx, area, orders))
			f.at(midnight)
			var costs bench.Costs
			for b.Loop() {
				ctx, _ := f.ctx.CacheContext()
				costs.Add(bench.Of(func() { require.NoError(b, f.work.EndBlock(ctx)) }))
				a, err := f.keeper.AuctionIn(ctx, area, 1)
				require.NoError(b, err)
				require.Equal(b, orders, a.Orders)
				require.Positive(b, a.VolumeLitres)
			}
			b.ReportMetric(bench.Per(costs.Median(), 1_000_000), "cpu-ms/auction")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkSettleOrder measures a touch of a household that has an order of a past auction of a million.
func BenchmarkSettleOrder(b *testing.B) {
	f := newBankFixture(b)
	area := f.village(b, 1_000, 1_000, "alice")
	require.NoError(b, f.keeper.FillBook(f.ctx, area, 1_000_000))
	_, err := f.msgs.PlaceOrder(f.ctx, &types.MsgPlaceOrder{Owner: account("alice"), Area: area, Side: sell, Price: 10, Litres: 10})
	require.NoError(b, err)
	f.at(midnight)
	require.NoError(b, f.work.EndBlock(f.ctx))
	var costs bench.Costs
	for b.Loop() {
		ctx, _ := f.ctx.CacheContext()
		costs.Add(bench.Of(func() {
			_, err := f.msgs.SettleAccount(ctx, &types.MsgSettleAccount{Sender: account("anyone"), Area: area, Owner: account("alice")})
			require.NoError(b, err)
		}))
	}
	b.ReportMetric(bench.Per(costs.Median(), 1_000), "cpu-µs/touch")
	b.ReportMetric(0, "ns/op")
}
