//go:build unix

package app_test

import (
	"crypto/ed25519"
	"math/rand"
	"strings"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/testutil/bench"
	"github.com/utilityd/utilityd/testutil/chain"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/signature"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	batchSize       = 1_024
	batchesPerBlock = 16
	blocksPerEpoch  = 6
	reportsPerBlock = batchSize * batchesPerBlock
)

// BenchmarkReadings lets 100,000 meters of 100 communities report each quarter of an hour: in batches of 1,024 readings,
// one transaction each, 16 of them a block. A gateway sends what its neighbourhood measured, or meters from everywhere.
//
// "hit" is FinalizeBlock and Commit of batches that CheckTx has verified; "check" is that CheckTx; "cold" is FinalizeBlock
// and Commit of batches that the node sees for the first time. "verify" is package signature alone on the same batches.
func BenchmarkReadings(b *testing.B) {
	for _, row := range []struct {
		name  string
		order func(n int) []int
	}{
		{"neighbours", inOrder},
		{"scattered", rand.New(rand.NewSource(1)).Perm},
	} {
		b.Run(row.name, func(b *testing.B) { benchmarkReadings(b, row.order(100_000)) })
	}
}

func inOrder(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

func benchmarkReadings(b *testing.B, order []int) {
	r := newReporters(b, order)
	for range 2 { // the memo of keys fills
		r.epoch(func(at time.Time, block reports) { r.deliver(at, block) })
	}
	var hit, check, cold, verify bench.Costs
	for b.Loop() {
		r.epoch(func(at time.Time, block reports) {
			check.Add(bench.Of(func() { checkAll(b, r.chain, block.txs) }))
			hit.Add(bench.Of(func() { r.deliver(at, block) }))
		})
		r.epoch(func(at time.Time, block reports) {
			cold.Add(bench.Of(func() { r.deliver(at, block) }))
			verify.Add(bench.Of(func() { r.verify(block) }))
		})
	}
	for _, result := range []struct {
		name  string
		costs bench.Costs
	}{
		{"hit", hit},
		{"check+hit", bench.Sum(check, hit)},
		{"cold", cold},
		{"check+cold", bench.Sum(check, cold)},
		{"verify", verify},
	} {
		b.ReportMetric(micros(result.costs.Median(), reportsPerBlock), result.name+"-us")
		b.ReportMetric(bench.Rate(result.costs.Median(), reportsPerBlock), result.name+"/s")
	}
	b.ReportMetric(bench.Ratio(hit, verify), "hit-x-verify")
	b.ReportMetric(bench.Ratio(bench.Sum(check, hit), verify), "check+hit-x-verify")
	b.ReportMetric(0, "ns/op")
}

// reporters are the meters of a town and the gateways that send for them.
type reporters struct {
	b        *testing.B
	chain    *chain.Chain
	order    []int // the members, batch after batch
	keys     []ed25519.PrivateKey
	end      time.Time // of the epoch that is reported
	total    uint64    // on every register
	gateways []chain.Account
}

// reports are the transactions of a block and what is signed in them.
type reports struct {
	txs  [][]byte
	jobs [][]signature.Job
}

func newReporters(b *testing.B, order []int) *reporters {
	b.Helper()
	gateways := make([]string, batchesPerBlock)
	for i := range gateways {
		gateways[i] = "gateway " + string(rune('a'+i))
	}
	r := &reporters{b: b, chain: node(b, chain.Names(gateways...)), order: order}
	r.gateways = r.chain.Accounts()
	r.keys = make([]ed25519.PrivateKey, len(order))
	for i := range r.keys {
		r.keys[i] = device(i)
	}
	r.end = r.chain.Now().Truncate(quarter).Add(quarter)
	t := town{communities: 100, members: len(order) / 100, grace: longestGrace, key: energytypes.ALLOCATION_KEY_DYNAMIC, price: 300}
	write(b, r.chain, func(ctx sdk.Context) error {
		if err := r.chain.App.MeterKeeper.InitGenesis(ctx, t.meters(r.end)); err != nil {
			return err
		}
		return r.chain.App.EnergyKeeper.InitGenesis(ctx, t.energy())
	})
	return r
}

// epoch lets the next quarter of an hour pass, in which every meter imports 250 Wh, and calls each for every block of
// reports about it.
func (r *reporters) epoch(each func(at time.Time, block reports)) {
	r.b.Helper()
	r.end = r.end.Add(quarter)
	r.total += 250
	for n := range blocksPerEpoch {
		each(r.end.Add(time.Duration(n+1)*time.Minute), r.reports(n))
	}
}

// reports makes block n of the reports about an epoch.
func (r *reporters) reports(n int) reports {
	r.b.Helper()
	var block reports
	for k, gateway := range r.gateways {
		first := (n*batchesPerBlock + k) * batchSize
		msg := &meteridtypes.MsgSubmitReadings{Gateway: gateway.String()}
		jobs := make([]signature.Job, 0, batchSize)
		for _, i := range r.order[first : first+batchSize] {
			signed, err := reading.Reading{
				ChainID: r.chain.ChainID(), Meter: uint64(i) + 1, KeyVersion: 1, Time: r.end.Unix(), Import: r.total, //nolint:gosec // small
			}.AppendBytes(nil)
			require.NoError(r.b, err)
			sig := ed25519.Sign(r.keys[i], signed)
			msg.Readings = append(msg.Readings, meteridtypes.Reading{
				Meter: uint64(i) + 1, Time: r.end.Unix(), ImportRegister: r.total, Signature: sig, //nolint:gosec // small
			})
			jobs = append(jobs, signature.Job{
				Scheme: signature.Ed25519, Key: r.keys[i].Public().(ed25519.PublicKey), Message: signed, Signature: sig,
			})
		}
		block.txs = append(block.txs, r.chain.Sign(gateway, []sdk.Msg{msg}, chain.WithGas(10_000_000)))
		block.jobs = append(block.jobs, jobs)
	}
	return block
}

// deliver runs a block; every reading in it must be accepted.
func (r *reporters) deliver(at time.Time, block reports) {
	r.b.Helper()
	res := r.chain.Finalize(at, block.txs...)
	r.chain.Commit()
	for _, result := range res.TxResults {
		if result.Code != 0 {
			r.b.Fatalf("expected all batches to pass, got %s", result.Log)
		}
		var data sdk.TxMsgData
		require.Len(r.b, ownEvents(result), 1, "one event for each batch")
		require.NoError(r.b, data.Unmarshal(result.Data))
		var response meteridtypes.MsgSubmitReadingsResponse
		require.NoError(r.b, response.Unmarshal(data.MsgResponses[0].Value))
		if response.Accepted != batchSize {
			r.b.Fatalf("expected all readings to be accepted, got %d of %d, %s", response.Accepted, batchSize, response.Codes[0])
		}
	}
}

func (r *reporters) verify(block reports) {
	r.b.Helper()
	for _, jobs := range block.jobs {
		for _, good := range signature.Verify(jobs) {
			if !good {
				r.b.Fatal("expected good signatures")
			}
		}
	}
}

// ownEvents are the events of our modules that a transaction has.
func ownEvents(result *abci.ExecTxResult) (events []abci.Event) {
	for _, event := range result.Events {
		if strings.HasPrefix(event.Type, "utility.") {
			events = append(events, event)
		}
	}
	return events
}
