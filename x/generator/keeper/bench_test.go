//go:build unix

package keeper_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"cosmossdk.io/log/v2"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/testutil/bench"
	"github.com/utilityd/utilityd/testutil/fake"
	"github.com/utilityd/utilityd/testutil/keepertest"
	"github.com/utilityd/utilityd/x/generator/keeper"
	"github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// BenchmarkUnits measures purchases and withdrawals as multiples of the bank's MsgSend: messages alone, without signatures, over
// the real bank, with state on disk, each on a branch of its own as in a transaction, the commit of the block included. All are
// measured in turn in the same rounds.
//
// There are two generators, one with a single owner and one with 10,000 owners, all with votes: x-owners is the cost of a purchase from the
// latter relative to the former.
func BenchmarkUnits(b *testing.B) {
	const rounds, messages = 9, 500
	one, many := newMarket(b, 1), newMarket(b, 10_000)

	var send, lone, crowded, voucher, withdraw bench.Costs
	for b.Loop() {
		for range rounds {
			send.Add(many.round(messages, many.send))
			lone.Add(one.round(messages, one.buy))
			crowded.Add(many.round(messages, many.buy))
			voucher.Add(many.round(messages, many.buyByVoucher))
			withdraw.Add(many.round(messages, many.withdraw))
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
		b.ReportMetric(bench.Rate(row.costs.Median(), messages), row.name+"/s")
		b.ReportMetric(bench.Ratio(row.costs, send), row.name+"-x-send")
	}
	b.ReportMetric(bench.Rate(send.Median(), messages), "send/s")
	b.ReportMetric(bench.Ratio(crowded, lone), "x-owners")
	b.ReportMetric(0, "ns/op")
}

// benchDevices is enough for all rounds: a device has room for 16 vouchers.
const benchDevices = 1_000

// market is this module and the real bank on disk, with one active generator.
type market struct {
	b      *testing.B
	kit    *keepertest.Kit
	keeper *keeper.Keeper
	msgs   types.MsgServer
	bank   banktypes.MsgServer
	work   *keepertest.Work
	people []string
	next   int // of the accounts that act in turn
}

// people act in turn; each buys, sends, and in the generator of many owns a share.
const people = 10_000

func newMarket(b *testing.B, owners int) *market {
	b.Helper()
	kit, governance := keepertest.OnDisk(b), account("governance")
	authtypes.RegisterInterfaces(kit.Codec.InterfaceRegistry())
	m := &market{b: b, kit: kit}
	auth := authkeeper.NewAccountKeeper(kit.Codec, kit.Store(authtypes.StoreKey), authtypes.ProtoBaseAccount,
		map[string][]string{types.ModuleName: nil, "source": {authtypes.Minter}}, addresses, "utility", governance)
	bank := bankkeeper.NewBaseKeeper(kit.Codec, kit.Store(banktypes.StoreKey), auth, nil, governance, log.NewNopLogger())
	meters := fake.NewMeters(kit.Memory("meters"))
	m.work = kit.Work()
	m.keeper = keeper.NewKeeper(kit.Codec, kit.Store(types.StoreKey), addresses, governance, bank, meters, m.work.Queue(types.ModuleName))
	m.work.Handle(types.ModuleName, m.keeper.Work())
	meters.RegisterSink(types.ModuleName, m.keeper.Sink())
	kit.Context()
	m.msgs, m.bank = keeper.NewMsgServer(m.keeper), bankkeeper.NewMsgServerImpl(bank)
	for i := range people {
		m.people = append(m.people, account(fmt.Sprintf("account %d", i)))
	}

	m.kit.Block(noon, func(ctx sdk.Context) error {
		m.work.Begin(ctx, 12_000)
		if err := m.keeper.InitGenesis(ctx, *defaultGenesis()); err != nil {
			return err
		}
		if err := bank.SetParams(ctx, banktypes.DefaultParams()); err != nil {
			return err
		}
		purse := sdk.NewCoins(sdk.NewInt64Coin("ueur", 1<<50), sdk.NewInt64Coin(types.SolarDenom, 1<<50))
		for _, address := range append([]string{account("mayor"), account("builder")}, m.people...) {
			bytes, err := addresses.StringToBytes(address)
			if err != nil {
				return err
			}
			if err := bank.MintCoins(ctx, "source", purse); err != nil {
				return err
			}
			if err := bank.SendCoinsFromModuleToAccount(ctx, "source", bytes, purse); err != nil {
				return err
			}
		}
		return nil
	})
	m.runLife(meters, owners)
	return m
}

// runLife takes a generator from the request to sales.
func (m *market) runLife(meters *fake.Meters, owners int) {
	m.b.Helper()
	ask, bid := requestMessage(), bidMessage(1, "builder")
	m.kit.Block(noon, func(ctx sdk.Context) error {
		if _, err := m.msgs.RequestGenerator(ctx, &ask); err != nil {
			return err
		}
		_, err := m.msgs.PlaceBid(ctx, &bid)
		return err
	})
	m.kit.Block(noon+7*day, func(ctx sdk.Context) error { return m.work.EndBlock(ctx) })
	m.kit.Block(noon+7*day, func(ctx sdk.Context) error {
		_, err := m.msgs.AcceptBid(ctx, &types.MsgAcceptBid{Requester: account("mayor"), Generator: 1, Provider: account("builder")})
		return err
	})
	shares := types.TotalShares / uint64(owners) //nolint:gosec // positive
	m.kit.Block(noon+7*day, func(ctx sdk.Context) error {
		return m.each(owners, func(who string) error {
			_, err := m.msgs.Pledge(ctx, &types.MsgPledge{Financier: who, Generator: 1, Shares: shares})
			return err
		})
	})
	m.kit.Block(noon+7*day, func(ctx sdk.Context) error {
		return m.each(owners, func(who string) error {
			_, err := m.msgs.VotePrice(ctx, &types.MsgVotePrice{Owner: who, Generator: 1, Price: fifth})
			return err
		})
	})
	m.kit.Block(noon+7*day, func(ctx sdk.Context) error {
		meter := meters.Install(ctx, productionMeter(account("builder")), meteridtypes.Registers{})
		if _, err := m.msgs.MarkInstalled(ctx, &types.MsgMarkInstalled{Installer: account("builder"), Generator: 1, Meter: meter}); err != nil {
			return err
		}
		if _, err := m.msgs.Commission(ctx, &types.MsgCommission{Requester: account("mayor"), Generator: 1, AmountUsolar: 1_000_000}); err != nil {
			return err
		}
		for device := range uint64(benchDevices) {
			if _, err := m.msgs.RegisterDevice(ctx, &types.MsgRegisterDevice{
				Vendor: account("builder"), Generator: 1, Device: device + 1, Digits: 26, Length: 1_000_000, Anchor: strings.Repeat("7", 26),
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (m *market) each(n int, do func(who string) error) error {
	for _, who := range m.people[:n] {
		if err := do(who); err != nil {
			return err
		}
	}
	return nil
}

// round measures a block of messages, each of the next account and on a branch of its own.
func (m *market) round(messages int, do func(ctx context.Context, who, other string) error) time.Duration {
	return bench.Of(func() {
		m.kit.Block(noon+8*day, func(ctx sdk.Context) error {
			for range messages {
				who, other := m.people[m.next%people], m.people[(m.next+7)%people]
				m.next++
				branch, write := ctx.CacheContext()
				if err := do(branch, who, other); err != nil {
					return err
				}
				write()
			}
			return nil
		})
	})
}

func (m *market) send(ctx context.Context, who, other string) error {
	_, err := m.bank.Send(ctx, &banktypes.MsgSend{FromAddress: who, ToAddress: other, Amount: sdk.NewCoins(usolar(1))})
	return err
}

func (m *market) buy(ctx context.Context, who, _ string) error {
	_, err := m.msgs.BuyUnits(ctx, &types.MsgBuyUnits{Buyer: who, Generator: 1, Units: 5, MaxPrice: fifth})
	return err
}

func (m *market) buyByVoucher(ctx context.Context, who, _ string) error {
	device := uint64(m.next%benchDevices) + 1 //nolint:gosec // not negative
	_, err := m.msgs.BuyUnits(ctx, &types.MsgBuyUnits{Buyer: who, Generator: 1, Units: 5, MaxPrice: fifth, Device: device})
	return err
}

func (m *market) withdraw(ctx context.Context, who, _ string) error {
	_, err := m.msgs.Withdraw(ctx, &types.MsgWithdraw{Account: who, Generator: 1})
	return err
}
