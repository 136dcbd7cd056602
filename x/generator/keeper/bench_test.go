//go:build unix

package keeper_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/testutil/bench"
	"github.com/utilityd/utilityd/x/generator/keeper"
	"github.com/utilityd/utilityd/x/generator/types"
)

// BenchmarkUnits measures purchases and withdrawals as multiples of the bank's MsgSend: messages alone, without signatures, over
// the real bank, with state on disk, each on a branch of its own as in a transaction, the commit of the block included. All are
// measured in turn in the same rounds.
//
// There are two generators, one of a single owner and one of 10,000 who all have voted: x-owners is how much dearer a purchase
// from the latter is.
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

// market is this module and the real bank on disk, with one active generator.
type market struct {
	b      *testing.B
	stores storetypes.CommitMultiStore
	height int64
	keeper *keeper.Keeper
	msgs   types.MsgServer
	bank   banktypes.MsgServer
	people []string
	next   int // of the accounts that act in turn
}

// people act in turn; each buys, sends, and in the generator of many owns a share.
const people = 10_000

func newMarket(b *testing.B, owners int) *market {
	b.Helper()
	db, err := dbm.NewGoLevelDB("generator", b.TempDir(), nil)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, db.Close()) })
	m := &market{b: b, stores: store.NewCommitMultiStore(db, log.NewNopLogger())}
	m.stores.SetIAVLDisableFastNode(true)
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, types.StoreKey)
	for _, name := range []string{authtypes.StoreKey, banktypes.StoreKey, types.StoreKey} {
		m.stores.MountStoreWithDB(keys[name], storetypes.StoreTypeIAVL, nil)
	}
	require.NoError(b, m.stores.LoadLatestVersion())

	registry := codectypes.NewInterfaceRegistry()
	authtypes.RegisterInterfaces(registry)
	cdc, governance := codec.NewProtoCodec(registry), account("governance")
	auth := authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount,
		map[string][]string{types.ModuleName: nil, "source": {authtypes.Minter}}, addresses, "utility", governance)
	bank := bankkeeper.NewBaseKeeper(cdc, runtime.NewKVStoreService(keys[banktypes.StoreKey]), auth, nil, governance, log.NewNopLogger())
	meters := newFakeMeters()
	m.keeper = keeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[types.StoreKey]), addresses, governance, bank, meters)
	m.msgs, m.bank = keeper.NewMsgServer(m.keeper), bankkeeper.NewMsgServerImpl(bank)
	for i := range people {
		m.people = append(m.people, account(fmt.Sprintf("account %d", i)))
	}

	m.block(noon, func(ctx sdk.Context) error {
		if err := m.keeper.InitGenesis(ctx, *types.DefaultGenesis()); err != nil {
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
	m.found(meters, owners)
	return m
}

// found brings a generator from the request to sales.
func (m *market) found(meters *fakeMeters, owners int) {
	m.b.Helper()
	ask, bid := request(), offer(1, "builder")
	m.block(noon, func(ctx sdk.Context) error {
		if _, err := m.msgs.RequestGenerator(ctx, &ask); err != nil {
			return err
		}
		_, err := m.msgs.PlaceBid(ctx, &bid)
		return err
	})
	m.block(noon+7*day, func(ctx sdk.Context) error { return m.keeper.EndBlock(ctx) })
	m.block(noon+7*day, func(ctx sdk.Context) error {
		_, err := m.msgs.AcceptBid(ctx, &types.MsgAcceptBid{Requester: account("mayor"), Generator: 1, Provider: account("builder")})
		return err
	})
	shares := types.TotalShares / uint64(owners) //nolint:gosec // positive
	m.block(noon+7*day, func(ctx sdk.Context) error {
		return m.each(owners, func(who string) error {
			_, err := m.msgs.Pledge(ctx, &types.MsgPledge{Financier: who, Generator: 1, Shares: shares})
			return err
		})
	})
	m.block(noon+7*day, func(ctx sdk.Context) error {
		return m.each(owners, func(who string) error {
			_, err := m.msgs.VotePrice(ctx, &types.MsgVotePrice{Owner: who, Generator: 1, Price: fifth})
			return err
		})
	})
	m.block(noon+7*day, func(ctx sdk.Context) error {
		meter := meters.add(account("builder"))
		if _, err := m.msgs.MarkInstalled(ctx, &types.MsgMarkInstalled{Installer: account("builder"), Generator: 1, Meter: meter}); err != nil {
			return err
		}
		if _, err := m.msgs.Commission(ctx, &types.MsgCommission{Requester: account("mayor"), Generator: 1, AmountUsolar: 1_000_000}); err != nil {
			return err
		}
		anchor := strings.Repeat("7", 26)
		_, err := m.msgs.RegisterDevice(ctx, &types.MsgRegisterDevice{
			Vendor: account("builder"), Generator: 1, Number: 7, Digits: 26, Length: 1_000_000, Anchor: anchor,
		})
		return err
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

// block runs fn as a block does: on a branch, which is written and committed.
func (m *market) block(now int64, fn func(ctx sdk.Context) error) {
	m.b.Helper()
	m.height++
	branch := m.stores.CacheMultiStore()
	header := cmtproto.Header{Height: m.height, Time: time.Unix(now, 0).UTC()}
	require.NoError(m.b, fn(sdk.NewContext(branch, header, false, log.NewNopLogger())))
	branch.Write()
	m.stores.Commit()
}

// round measures a block of messages, each of the next account and on a branch of its own.
func (m *market) round(messages int, do func(ctx context.Context, who, other string) error) time.Duration {
	return bench.Of(func() {
		m.block(noon+8*day, func(ctx sdk.Context) error {
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
	_, err := m.msgs.BuyUnits(ctx, &types.MsgBuyUnits{Buyer: who, Generator: 1, Units: 5, MaxPrice: fifth, Device: 7})
	return err
}

func (m *market) withdraw(ctx context.Context, who, _ string) error {
	_, err := m.msgs.Withdraw(ctx, &types.MsgWithdraw{Account: who, Generator: 1})
	return err
}
