//go:build unix

package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/store/v2/cache"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/testutil/bench"
	"github.com/utilityd/utilityd/testutil/fake"
	"github.com/utilityd/utilityd/testutil/keepertest"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/keeper"
	"github.com/utilityd/utilityd/x/water/types"
)

// cachedKeys is the number of keys of a store that a node keeps in memory between blocks.
const cachedKeys = 1 << 16

// town is an area with many households on disk, with the real accounts and coins of the SDK.
type town struct {
	b      *testing.B
	kit    *keepertest.Kit
	now    int64
	auth   authkeeper.AccountKeeper
	bank   bankkeeper.BaseKeeper
	keeper *keeper.Keeper
	meters *fake.Meters
	work   *keepertest.Work
	owners []sdk.AccAddress
	texts  []string
	last   int64 // when the households were read
}

func newTown(b *testing.B, households int) *town {
	b.Helper()
	kit := keepertest.OnDisk(b)
	kit.Stores.SetInterBlockCache(cache.NewCommitKVStoreCacheManager(cachedKeys))
	authtypes.RegisterInterfaces(kit.Codec.InterfaceRegistry())
	t := &town{b: b, kit: kit, now: noon, meters: fake.NewMeters(kit.Memory("meters"))}
	permissions := map[string][]string{
		types.ModuleName: {authtypes.Minter, authtypes.Burner}, authtypes.FeeCollectorName: nil, "faucet": {authtypes.Minter},
	}
	t.auth = authkeeper.NewAccountKeeper(kit.Codec, kit.Store(authtypes.StoreKey), authtypes.ProtoBaseAccount,
		permissions, addresses, "utility", account("governance"))
	t.bank = bankkeeper.NewBaseKeeper(kit.Codec, kit.Store(banktypes.StoreKey), t.auth, nil,
		account("governance"), log.NewNopLogger())
	t.work = kit.Work()
	t.keeper = keeper.NewKeeper(kit.Codec, kit.Store(types.StoreKey), addresses, account("governance"), t.bank, t.meters,
		t.work.Queue(types.ModuleName))
	t.work.Handle(types.ModuleName, t.keeper.Work())
	t.meters.RegisterSink(types.ModuleName, t.keeper.Sink())
	kit.Context()
	t.settle(households)
	return t
}

// settle has households subscribe to the first period and gives each of them a million litres.
func (t *town) settle(households int) {
	t.b.Helper()
	msgs := keeper.NewMsgServer(t.keeper)
	t.kit.Block(t.now, func(ctx sdk.Context) error {
		params := types.DefaultParams()
		params.AreaFee.Amount = params.AreaFee.Amount.SubRaw(100_000_000)
		t.work.Begin(ctx, 2_000)
		require.NoError(t.b, t.keeper.Begin(ctx, params))
		require.NoError(t.b, t.auth.Params.Set(ctx, authtypes.DefaultParams()))
		require.NoError(t.b, t.bank.SetParams(ctx, banktypes.DefaultParams()))
		require.NoError(t.b, t.bank.MintCoins(ctx, "faucet", sdk.NewCoins(ueur(int64(households)*1_000))))
		area := village()
		area.FeePerPerson = 0
		_, err := msgs.CreateArea(ctx, &area)
		require.NoError(t.b, err)
		source := proposal(t.meters.Install(ctx, waterMeter(account("producer"), meteridtypes.DIRECTION_PRODUCTION), meteridtypes.Registers{Time: noon}))
		source.CapacityLitres = types.MaxCapacity
		_, err = msgs.ProposeSource(ctx, &source)
		require.NoError(t.b, err)
		_, err = msgs.AcceptSource(ctx, &types.MsgAcceptSource{Producer: account("producer"), Area: 1, Source: 1})
		return err
	})
	t.kit.Block(t.now, func(ctx sdk.Context) error {
		for i := range households {
			owner, text := accountBytes(fmt.Sprint(i)), account(fmt.Sprint(i))
			t.owners, t.texts = append(t.owners, owner), append(t.texts, text)
			require.NoError(t.b, t.bank.SendCoinsFromModuleToAccount(ctx, "faucet", owner, sdk.NewCoins(ueur(1_000))))
			meter := t.meters.Install(ctx, waterMeter(text, meteridtypes.DIRECTION_CONSUMPTION), meteridtypes.Registers{Time: noon})
			_, err := msgs.ApproveMeter(ctx, &types.MsgApproveMeter{Owner: text, Area: 1, Meter: meter})
			require.NoError(t.b, err)
			_, err = msgs.Subscribe(ctx, &types.MsgSubscribe{Owner: text, Area: 1})
			require.NoError(t.b, err)
		}
		return nil
	})
	t.now = start(1)
	t.kit.Block(t.now, func(ctx sdk.Context) error { return t.work.EndBlock(ctx) })
	t.kit.Block(t.now, func(ctx sdk.Context) error { return t.inflow(ctx, uint64(households)*1_000_000) })
	t.last = t.now
}

func (t *town) inflow(ctx sdk.Context, litres uint64) error {
	return t.keeper.Sink().ApplyReadings(ctx, []meteridtypes.AcceptedReading{{
		Meter: 1, Ref: 1, Slot: types.SourceSlot | 1, From: t.last, To: t.now, Export: litres,
	}})
}

// draw has the households from one on draw 10 litres each, in batches.
func (t *town) draw(ctx sdk.Context, first, batches, size int) error {
	for range batches {
		readings := make([]meteridtypes.AcceptedReading, size)
		for i := range readings {
			slot := (first + i) % len(t.owners)
			readings[i] = meteridtypes.AcceptedReading{
				Meter: uint64(slot) + 2, Owner: t.texts[slot], Ref: 1, Slot: uint64(slot), From: t.last, To: t.now, Import: 10, //nolint:gosec // small
			}
		}
		if err := t.keeper.Sink().ApplyReadings(ctx, readings); err != nil {
			return err
		}
		first += size
	}
	return nil
}

// BenchmarkConsumption compares readings of households with sends of the same accounts, in blocks that are committed to disk. It
// leaves transactions and signatures out on both sides.
func BenchmarkConsumption(b *testing.B) {
	const households, batches, size, rounds = 20_480, 16, 256, 9
	t := newTown(b, households)
	server := bankkeeper.NewMsgServerImpl(t.bank)
	next := 0
	t.kit.Block(t.now, func(ctx sdk.Context) error { return t.draw(ctx, 0, households/size, size) }) // consents are looked up
	var readings, sends bench.Costs
	for b.Loop() {
		for range rounds {
			t.last, t.now = t.now, t.now+900
			readings.Add(bench.Of(func() {
				t.kit.Block(t.now, func(ctx sdk.Context) error { return t.draw(ctx, next, batches, size) })
			}))
			sends.Add(bench.Of(func() {
				t.kit.Block(t.now, func(ctx sdk.Context) error {
					for i := range batches * size {
						from, to := (next+i)%households, (next+i+7)%households
						_, err := server.Send(ctx, &banktypes.MsgSend{
							FromAddress: t.texts[from], ToAddress: t.texts[to], Amount: sdk.NewCoins(ueur(1)),
						})
						if err != nil {
							return err
						}
					}
					return nil
				})
			}))
			next += batches * size
		}
	}
	b.ReportMetric(bench.Per(readings.Median(), batches*size)/1e3, "reading-us")
	b.ReportMetric(bench.Per(sends.Median(), batches*size)/1e3, "send-us")
	b.ReportMetric(bench.Ratio(sends, readings), "x-send")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkMint measures the reading of a source in areas with few and with many persons, the commit left out: what is minted is
// allotted by one division, so that both cost the same.
func BenchmarkMint(b *testing.B) {
	for _, households := range []uint64{1_000, 1_000_000} {
		b.Run(fmt.Sprintf("households=%d", households), func(b *testing.B) {
			t := newTown(b, 1)
			t.kit.Block(t.now, func(ctx sdk.Context) error { return t.keeper.Fill(ctx, 1, households) })
			ctx := t.kit.Branch(t.now)
			for b.Loop() {
				if err := t.inflow(ctx.WithEventManager(sdk.NewEventManager()), 1_000); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
