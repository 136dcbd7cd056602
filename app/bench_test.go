//go:build unix

package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/cosmos/cosmos-sdk/store/v2"
	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
	"github.com/utilityd/utilityd/testutil/bench"
	"github.com/utilityd/utilityd/testutil/chain"
)

// How to read these benchmarks: docs/performance.md. A round is measured as a whole, in processor time, and one iteration
// holds several rounds; the time that Go reports for an iteration would mean nothing and is left out.

// node is a chain as a node keeps it: on disk, with the options of our app.toml.
func node(b *testing.B, options ...chain.Option) *chain.Chain {
	b.Helper()
	cfg := home.AppConfig(home.DefaultPorts(0))
	return chain.New(b, append([]chain.Option{
		chain.OnDisk(b.TempDir()),
		chain.WithoutInvariants(),
		chain.AppOption(server.FlagInterBlockCache, cfg.InterBlockCache),
		chain.BaseApp(
			baseapp.SetPruning(pruningtypes.NewPruningOptionsFromString(cfg.Pruning)),
			baseapp.SetInterBlockCache(store.NewCommitKVStoreCacheManager()), // the stock application has no other
			baseapp.SetIAVLCacheSize(int(cfg.IAVLCacheSize)),                 //nolint:gosec // a constant of the SDK
			baseapp.SetIAVLDisableFastNode(cfg.IAVLDisableFastNode),
			baseapp.SetIndexEvents(cfg.IndexEvents),
			baseapp.SetMinGasPrices(cfg.MinGasPrices),
		),
	}, options...)...)
}

// write changes the state past all messages and commits it with a block.
func write(b *testing.B, c *chain.Chain, change func(ctx sdk.Context) error) {
	b.Helper()
	ctx := c.Context()
	require.NoError(b, change(ctx))
	ctx.MultiStore().(storetypes.CacheMultiStore).Write()
	c.Block()
}

// block runs and commits a block, whose transactions must all pass.
func block(b *testing.B, c *chain.Chain, at time.Time, txs ...[]byte) {
	b.Helper()
	res := c.Finalize(at, txs...)
	c.Commit()
	for _, result := range res.TxResults {
		if result.Code != 0 {
			b.Fatalf("expected all transactions to pass, got %s", result.Log)
		}
	}
}

func micros(d time.Duration, n int) float64 { return bench.Per(d, n) / 1e3 }

// BenchmarkMsgSend compares a transaction with one MsgSend in our application and in one without our modules. Both get the
// same bytes.
func BenchmarkMsgSend(b *testing.B) {
	const accounts, txs, rounds = 2_000, 500, 12
	names := make([]string, accounts)
	for i := range names {
		names[i] = fmt.Sprintf("account %d", i)
	}
	ours := node(b, chain.Names(names...))
	stock := node(b, chain.Names(names...), chain.Build(app.NewStock))

	var deliverOurs, deliverStock, checkOurs, checkStock bench.Costs
	next := 0
	for b.Loop() {
		for round := range rounds {
			var sends [][]byte
			for range txs {
				from, to := ours.Accounts()[next%accounts], ours.Accounts()[(next+7)%accounts]
				next++
				sends = append(sends, ours.Sign(from, []sdk.Msg{
					banktypes.NewMsgSend(from.Address, to.Address, sdk.NewCoins(sdk.NewInt64Coin("ueur", 1))),
				}))
			}
			at := ours.Now().Add(time.Second)
			sides := []func(){
				func() {
					checkOurs.Add(bench.Of(func() { checkAll(b, ours, sends) }))
					deliverOurs.Add(bench.Of(func() { block(b, ours, at, sends...) }))
				},
				func() {
					checkStock.Add(bench.Of(func() { checkAll(b, stock, sends) }))
					deliverStock.Add(bench.Of(func() { block(b, stock, at, sends...) }))
				},
			}
			sides[round%2]()
			sides[1-round%2]()
		}
	}
	b.ReportMetric(micros(deliverOurs.Median(), txs), "cpu-us/tx")
	b.ReportMetric(micros(deliverStock.Median(), txs), "stock-us/tx")
	b.ReportMetric(bench.Ratio(deliverOurs, deliverStock), "x-stock")
	b.ReportMetric(micros(checkOurs.Median(), txs), "check-us/tx")
	b.ReportMetric(bench.Ratio(checkOurs, checkStock), "check-x-stock")
	b.ReportMetric(0, "ns/op")
}

func checkAll(b *testing.B, c *chain.Chain, txs [][]byte) {
	b.Helper()
	for _, tx := range txs {
		if res := c.CheckTx(tx); res.Code != 0 {
			b.Fatalf("expected all transactions to be taken, got %s", res.Log)
		}
	}
}
