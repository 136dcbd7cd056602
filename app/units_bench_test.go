//go:build unix

package app_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/bench"
	"github.com/utilityd/utilityd/testutil/chain"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// BenchmarkUnits measures FinalizeBlock and Commit of purchases of units, and of withdrawals of what they earned, as multiples
// of MsgSend: transactions of one message, each of another account, in blocks of 500, in turn in the same rounds.
//
// There are two chains: on one a single account owns the generator, on the other 10,000 accounts do and have voted. "owners" is
// how much dearer a purchase is on the latter.
func BenchmarkUnits(b *testing.B) {
	const rounds, txs = 9, 500
	one, many := newShop(b, 1), newShop(b, 10_000)

	var send, lone, crowded, voucher, withdraw bench.Costs
	for b.Loop() {
		for range rounds {
			send.Add(many.round(txs, transfer))
			lone.Add(one.round(txs, purchase))
			crowded.Add(many.round(txs, purchase))
			voucher.Add(many.round(txs, many.purchaseByVoucher))
			withdraw.Add(many.round(txs, takeOut))
		}
	}
	for _, row := range []struct {
		name  string
		costs bench.Costs
	}{
		{"buy", crowded},
		{"voucher", voucher},
		{"withdraw", withdraw},
	} {
		b.ReportMetric(bench.Rate(row.costs.Median(), txs), row.name+"/s")
		b.ReportMetric(bench.Ratio(row.costs, send), row.name+"-x-send")
	}
	b.ReportMetric(bench.Rate(send.Median(), txs), "send/s")
	b.ReportMetric(bench.Ratio(crowded, lone), "x-owners")
	b.ReportMetric(0, "ns/op")
}

// shop is a chain with an active generator. Each account buys in turn and, of many owners, is one.
type shop struct {
	b     *testing.B
	chain *chain.Chain
	next  int
}

func newShop(b *testing.B, owners int) *shop {
	b.Helper()
	const accounts = 2_000
	names := make([]string, accounts)
	for i := range names {
		names[i] = fmt.Sprintf("account %d", i)
	}
	s := &shop{b: b, chain: node(b, chain.Names(names...))}
	write(b, s.chain, func(ctx sdk.Context) error {
		g := s.generator(owners, ctx.BlockTime().Unix())
		err := s.chain.App.WorkKeeper.Queue(generatortypes.ModuleName).Push(ctx, queue.Item{
			At: g.Generators[0].Generator.Deadline, Record: 1, Kind: generatortypes.KindDeadline,
		})
		if err != nil {
			return err
		}
		return s.chain.App.GeneratorKeeper.InitGenesis(ctx, g)
	})
	return s
}

// generator is the state of a generator whose owners have one share each, or one owner all, and all have voted.
func (s *shop) generator(owners int, now int64) generatortypes.GenesisState {
	const price, cost = 200_000, 10_000
	address := func(i int) string {
		if i < len(s.chain.Accounts()) {
			return s.chain.Accounts()[i].String()
		}
		return chain.NewAccount(fmt.Sprintf("owner %d", i)).String()
	}
	vendor := address(0)
	g := *generatortypes.DefaultGenesis()
	g.NextGenerator = 2
	generator := generatortypes.Generator{
		Id: 1,
		Request: generatortypes.Request{
			Requester: vendor, Arbiter: address(1), Location: "here", CapacityW: 1, Reason: "light", UnitLabel: "kWh", UnitSize: 1_000,
			MaxPrice: price, MaintenanceBps: 500, PaymentDenom: "ueur", Deposit: 1,
		},
		Status:     generatortypes.GENERATOR_STATUS_ACTIVE,
		Bid:        &generatortypes.Bid{Generator: 1, Provider: address(2), UnitType: "panels", Cost: cost, InstallDays: 1, LifeDays: 3_650, PriceCeiling: price},
		SharePrice: 1, Shares: generatortypes.TotalShares, CommissionedAt: now,
	}
	generator.Deadline = generator.LifeUntil()
	g.Generators = []generatortypes.GeneratorState{{Generator: generator, Purse: generatortypes.Purse{
		Weight: generatortypes.TotalShares, VoteShares: generatortypes.TotalShares, VoteSum: price * generatortypes.TotalShares,
	}}}
	for i := range owners {
		g.Holdings = append(g.Holdings, generatortypes.Holding{
			Generator: 1, Account: address(i), Shares: generatortypes.TotalShares / uint64(owners), //nolint:gosec // positive
			Vote: &generatortypes.Vote{Price: price},
		})
	}
	slices.SortFunc(g.Holdings, func(a, b generatortypes.Holding) int { return cmp.Compare(a.Account, b.Account) })
	for device := range uint64(shopDevices) {
		g.Devices = append(g.Devices, generatortypes.Device{
			Generator: 1, Number: device + 1, Vendor: vendor, Digits: 26, Length: 1_000_000, Link: "01234567890123456789012345",
		})
	}
	return g
}

// round measures a block of transactions of the next accounts.
func (s *shop) round(txs int, message func(who, other string) sdk.Msg) time.Duration {
	s.b.Helper()
	accounts := s.chain.Accounts()
	signed := make([][]byte, txs)
	for i := range signed {
		who, other := accounts[s.next%len(accounts)], accounts[(s.next+7)%len(accounts)]
		s.next++
		signed[i] = s.chain.Sign(who, []sdk.Msg{message(who.String(), other.String())})
	}
	return bench.Of(func() { block(s.b, s.chain, s.chain.Now().Add(time.Second), signed...) })
}

func transfer(who, other string) sdk.Msg {
	return &banktypes.MsgSend{FromAddress: who, ToAddress: other, Amount: sdk.NewCoins(sdk.NewInt64Coin(app.SolarDenom, 1))}
}

func purchase(who, _ string) sdk.Msg {
	return &generatortypes.MsgBuyUnits{Buyer: who, Generator: 1, Units: 5, MaxPrice: 200_000}
}

// shopDevices is enough for all rounds: a device has room for 16 vouchers.
const shopDevices = 1_000

func (s *shop) purchaseByVoucher(who, _ string) sdk.Msg {
	device := uint64(s.next%shopDevices) + 1 //nolint:gosec // not negative
	return &generatortypes.MsgBuyUnits{Buyer: who, Generator: 1, Units: 5, MaxPrice: 200_000, Device: device}
}

func takeOut(who, _ string) sdk.Msg {
	return &generatortypes.MsgWithdraw{Account: who, Generator: 1}
}
