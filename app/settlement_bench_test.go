//go:build unix

package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/bench"
	"github.com/utilityd/utilityd/testutil/chain"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	workkeeper "github.com/utilityd/utilityd/x/work/keeper"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// BenchmarkSettlement settles an epoch of one community, whose members have all reported, in the EndBlock of a block
// without transactions: FinalizeBlock and Commit, less what such a block costs when nothing is due ("empty").
//
// "blocks=1" gives the block a budget that the settlement fits into; "default" is the budget of a new chain.
func BenchmarkSettlement(b *testing.B) {
	for _, row := range []struct {
		key     energytypes.AllocationKey
		price   uint64
		members int
		rounds  int
		pages   uint64
	}{
		{energytypes.ALLOCATION_KEY_DYNAMIC, 300, 10_000, 15, 0},
		{energytypes.ALLOCATION_KEY_DYNAMIC, 0, 10_000, 15, 0},
		{energytypes.ALLOCATION_KEY_STATIC, 300, 10_000, 15, 0},
		{energytypes.ALLOCATION_KEY_DYNAMIC, 300, 100_000, 9, 0},
		{energytypes.ALLOCATION_KEY_DYNAMIC, 0, 100_000, 9, 0},
		{energytypes.ALLOCATION_KEY_DYNAMIC, 300, 1_000_000, 5, 1_000_000},
		{energytypes.ALLOCATION_KEY_DYNAMIC, 300, 1_000_000, 3, 0},
	} {
		budget := "default"
		if row.pages > 0 {
			budget = fmt.Sprint(row.pages)
		}
		b.Run(fmt.Sprintf("%s/price=%d/members=%d/pages=%s", row.key, row.price, row.members, budget), func(b *testing.B) {
			if row.members >= 1_000_000 && testing.Short() {
				b.Skip("a million members take minutes to settle in")
			}
			s := newSettlers(b, town{
				communities: 1, members: row.members, grace: time.Minute,
				key: row.key, price: row.price,
			}, row.pages)
			var settle, longest, empty bench.Costs
			blocks := 0
			for b.Loop() {
				for range row.rounds {
					s.report()
					costs := s.settle()
					blocks = len(costs)
					all, worst := time.Duration(0), time.Duration(0)
					for _, cost := range costs {
						all, worst = all+cost, max(worst, cost)
					}
					without := bench.Of(func() { block(b, s.chain, s.chain.Now().Add(time.Second)) })
					settle.Add(all - time.Duration(blocks)*without)
					longest.Add(worst - without)
					empty.Add(without)
				}
			}
			b.ReportMetric(bench.Per(settle.Median(), row.members), "cpu-ns/member")
			b.ReportMetric(bench.Rate(settle.Median(), row.members), "members/s")
			b.ReportMetric(bench.Rate(settle.Best(), row.members), "best-members/s")
			b.ReportMetric(float64(longest.Median().Microseconds())/1e3, "ms/block")
			b.ReportMetric(float64(empty.Median().Microseconds())/1e3, "empty-ms")
			b.ReportMetric(float64(blocks), "blocks")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// settlers are the members of a community between two settlements.
type settlers struct {
	b     *testing.B
	chain *chain.Chain
	town  town
	start time.Time // of the epoch that is reported next
	epoch uint64    // the last that was reported
	due   time.Time
}

// newSettlers returns the members of a town on a chain with a budget of block work; 0: the default.
func newSettlers(b *testing.B, t town, budget uint64) *settlers {
	b.Helper()
	s := &settlers{b: b, town: t, chain: node(b)}
	s.start = s.chain.Now().Truncate(quarter).Add(quarter)
	write(b, s.chain, func(ctx sdk.Context) error {
		if budget > 0 {
			_, err := workkeeper.NewMsgServer(s.chain.App.WorkKeeper).UpdateParams(ctx, &worktypes.MsgUpdateParams{
				Authority: app.Authority(), Params: worktypes.Params{MaxWorkPerBlock: budget},
			})
			if err != nil {
				return err
			}
		}
		return s.chain.App.EnergyKeeper.InitGenesis(ctx, t.energy())
	})
	return s
}

// report lets all members report the next epoch, as x/meterid hands readings over.
func (s *settlers) report() {
	s.b.Helper()
	from, to := s.start, s.start.Add(quarter)
	s.start = to
	s.epoch = uint64(from.Unix()) / uint64(quarter.Seconds()) //nolint:gosec // after 1970
	s.due = to.Add(s.town.grace)
	s.chain.BlockAt(to.Add(time.Second))
	write(s.b, s.chain, func(ctx sdk.Context) error {
		readings := make([]meteridtypes.AcceptedReading, s.town.size())
		for i := range readings {
			community, slot := s.town.place(i)
			readings[i] = meteridtypes.AcceptedReading{
				Meter: uint64(i) + 1, Ref: community, Slot: slot, From: from.Unix(), To: to.Unix(), Renewable: true, //nolint:gosec // small
			}
			x := random(i ^ int(s.epoch)) //nolint:gosec // small
			if x>>60&1 == 0 {
				readings[i].Export = x % 4_000
			} else {
				readings[i].Import = x % 4_800
			}
		}
		return s.chain.App.EnergyKeeper.Sink().ApplyReadings(ctx, readings)
	})
}

// settle runs the blocks that settle the epoch and returns what each of them costs.
func (s *settlers) settle() (costs []time.Duration) {
	s.b.Helper()
	for at := s.due; ; at = at.Add(time.Second) {
		costs = append(costs, bench.Of(func() { block(s.b, s.chain, at) }))
		resp, err := energytypes.NewQueryClient(s.chain.Conn()).Settlement(s.b.Context(),
			&energytypes.QuerySettlementRequest{Community: 1, Epoch: s.epoch})
		require.NoError(s.b, err)
		switch resp.Settlement.Status {
		case energytypes.SETTLEMENT_STATUS_SETTLED:
			require.EqualValues(s.b, s.town.size(), resp.Settlement.Reported)
			require.NotZero(s.b, resp.Settlement.NettedWh, "PERCENT nets nothing in a community of this size")
			return costs
		case energytypes.SETTLEMENT_STATUS_SETTLING:
		default:
			s.b.Fatalf("expected a settlement, got %s", resp.Settlement.Status)
		}
	}
}
