//go:build unix

package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/utilityd/utilityd/testutil/bench"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
)

// BenchmarkFullBudget settles epochs of so many communities at once that the default budget of a block is spent, in a block without
// transactions: FinalizeBlock and Commit, less what such a block costs when nothing is due. The fewer members a community has, the
// more of its settlement lies outside its pages. "sends" is how many MsgSend take as long.
func BenchmarkFullBudget(b *testing.B) {
	const rounds, txs = 3, 500
	sends := newShop(b, 1)
	var send bench.Costs
	for range rounds {
		send.Add(sends.round(txs, transfer))
	}
	for _, row := range []struct {
		key         energytypes.AllocationKey
		price       uint64
		communities int
		members     int
	}{
		{energytypes.ALLOCATION_KEY_DYNAMIC, 0, 2_000, 2},
		{energytypes.ALLOCATION_KEY_DYNAMIC, 300, 2_000, 2},
		{energytypes.ALLOCATION_KEY_STATIC, 300, 2_000, 2},
		{energytypes.ALLOCATION_KEY_DYNAMIC, 300, 1_200, 128},
	} {
		b.Run(fmt.Sprintf("%s/price=%d/members=%d", row.key, row.price, row.members), func(b *testing.B) {
			s := newSettlers(b, town{communities: row.communities, members: row.members, grace: time.Minute, key: row.key, price: row.price}, 0)
			var full bench.Costs
			blocks := 0
			for b.Loop() {
				for range rounds {
					s.report()
					cost := time.Duration(0)
					for at := s.due; s.pending(); at = at.Add(time.Second) {
						cost = max(cost, bench.Of(func() { block(b, s.chain, at) }))
						blocks++
					}
					full.Add(cost - bench.Of(func() { block(b, s.chain, s.chain.Now().Add(time.Second)) }))
				}
			}
			b.ReportMetric(float64(full.Median().Microseconds())/1e3, "ms/block")
			b.ReportMetric(float64(full.Best().Microseconds())/1e3, "best-ms/block")
			b.ReportMetric(txs*float64(full.Best())/float64(send.Best()), "sends")
			b.ReportMetric(float64(blocks)/rounds, "blocks")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// pending reports whether a community has an epoch to settle.
func (s *settlers) pending() bool {
	for id := range uint64(s.town.communities) { //nolint:gosec // positive
		resp, err := energytypes.NewQueryClient(s.chain.Conn()).Settlement(s.b.Context(),
			&energytypes.QuerySettlementRequest{Community: id + 1, Epoch: s.epoch})
		if err != nil || resp.Settlement.Status != energytypes.SETTLEMENT_STATUS_SETTLED {
			return true
		}
	}
	return false
}
