package keeper_test

import (
	"testing"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/auth/vesting"
	vestingtypes "github.com/cosmos/cosmos-sdk/x/auth/vesting/types"
	"github.com/cosmos/cosmos-sdk/x/authz"
	authzkeeper "github.com/cosmos/cosmos-sdk/x/authz/keeper"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"

	"github.com/utilityd/utilityd/testutil/fake"
	"github.com/utilityd/utilityd/testutil/keepertest"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/keeper"
	"github.com/utilityd/utilityd/x/water/types"
)

// bankFixture is a chain with accounts, coins and grants as they are in the application. Only the meters are a fake.
type bankFixture struct {
	work   *keepertest.Work
	ctx    sdk.Context
	keeper *keeper.Keeper
	msgs   types.MsgServer
	meters *fake.Meters

	accounts authkeeper.AccountKeeper
	bank     bankkeeper.BaseKeeper
	authz    authzkeeper.Keeper
}

// otherModule is a module that holds coins of others in escrow, as a bridge does.
const otherModule = "bridge"

func newBankFixture(t testing.TB) *bankFixture {
	t.Helper()
	sdk.GetConfig().SetBech32PrefixForAccount("utility", "utilitypub") // the bank checks a send to many by it
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles:     proto.HybridResolver,
		SigningOptions: signing.Options{AddressCodec: addresses, ValidatorAddressCodec: addresses},
	})
	require.NoError(t, err)
	authtypes.RegisterInterfaces(registry)
	banktypes.RegisterInterfaces(registry)
	authz.RegisterInterfaces(registry)
	vestingtypes.RegisterInterfaces(registry)
	kit := keepertest.New(t)
	kit.Codec = codec.NewProtoCodec(registry)

	f := &bankFixture{meters: fake.NewMeters(kit.Memory("meters"))}
	f.accounts = authkeeper.NewAccountKeeper(kit.Codec, kit.Store(authtypes.StoreKey), authtypes.ProtoBaseAccount,
		map[string][]string{
			types.ModuleName: {authtypes.Minter, authtypes.Burner}, otherModule: {authtypes.Minter}, authtypes.FeeCollectorName: nil,
		}, addresses, "utility", account("governance"))
	f.bank = bankkeeper.NewBaseKeeper(kit.Codec, kit.Store(banktypes.StoreKey), f.accounts, map[string]bool{},
		account("governance"), log.NewNopLogger())
	f.work = kit.Work()
	f.keeper = keeper.NewKeeper(kit.Codec, kit.Store(types.StoreKey), addresses, account("governance"), f.bank, f.meters,
		f.work.Queue(types.ModuleName))
	f.work.Handle(types.ModuleName, f.keeper.Work())
	f.meters.RegisterSink(types.ModuleName, f.keeper.Sink())
	f.msgs = keeper.NewMsgServer(f.keeper)
	f.bank.AppendSendRestriction(f.keeper.SendRestriction)

	router := baseapp.NewMsgServiceRouter()
	router.SetInterfaceRegistry(registry)
	banktypes.RegisterMsgServer(router, bankkeeper.NewMsgServerImpl(f.bank))
	f.authz = authzkeeper.NewKeeper(kit.Store(authzkeeper.StoreKey), kit.Codec, router, f.accounts).SetBankKeeper(f.bank)

	f.ctx = kit.Context()
	require.NoError(t, f.accounts.Params.Set(f.ctx, authtypes.DefaultParams()))
	require.NoError(t, f.bank.SetParams(f.ctx, banktypes.DefaultParams()))
	f.work.Begin(f.ctx, 2_000)
	require.NoError(t, f.keeper.Begin(f.ctx, types.DefaultParams()))
	return f
}

// fund mints money for an account.
func (f *bankFixture) fund(t testing.TB, name, denom string, amount int64) {
	t.Helper()
	coins := sdk.NewCoins(sdk.NewInt64Coin(denom, amount))
	require.NoError(t, f.bank.MintCoins(f.ctx, otherModule, coins))
	require.NoError(t, f.bank.SendCoinsFromModuleToAccount(f.ctx, otherModule, accountBytes(name), coins))
}

func (f *bankFixture) at(t int64) {
	f.ctx = keepertest.At(f.ctx, t)
}

// setParams changes parameters as governance does.
func (f *bankFixture) setParams(p types.Params) error {
	_, err := f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("governance"), Params: p})
	return err
}

// household opens an account, subscribes it and has money ready.
func (f *bankFixture) household(t testing.TB, area uint64, name string) {
	t.Helper()
	f.fund(t, name, "ueur", 1_000_000_000)
	meter := f.meters.Install(f.ctx, waterMeter(account(name), meteridtypes.DIRECTION_CONSUMPTION), meteridtypes.Registers{Time: noon})
	_, err := f.msgs.ApproveMeter(f.ctx, &types.MsgApproveMeter{Owner: account(name), Area: area, Meter: meter})
	require.NoError(t, err)
	_, err = f.msgs.Subscribe(f.ctx, subscription(area, name))
	require.NoError(t, err)
}

// village creates the area of most tests with a reservoir and some households that share the water.
func (f *bankFixture) village(t testing.TB, capacity, litres uint64, names ...string) (area uint64) {
	t.Helper()
	f.fund(t, "mayor", "uutl", 100_000_000)
	f.fund(t, "mayor", "ueur", 1)
	msg := village()
	created, err := f.msgs.CreateArea(f.ctx, &msg)
	require.NoError(t, err)
	area = created.Area
	meter := f.meters.Install(f.ctx, waterMeter(account("producer"), meteridtypes.DIRECTION_PRODUCTION), meteridtypes.Registers{Time: noon})
	proposed, err := f.msgs.ProposeSource(f.ctx, &types.MsgProposeSource{
		Admin: account("mayor"), Area: area, Meter: meter, Class: types.SOURCE_CLASS_FIRM, CapacityLitres: capacity,
	})
	require.NoError(t, err)
	_, err = f.msgs.AcceptSource(f.ctx, &types.MsgAcceptSource{
		Producer: account("producer"), Area: area, Source: proposed.Source, Meter: meter, Class: types.SOURCE_CLASS_FIRM, CapacityLitres: capacity,
	})
	require.NoError(t, err)
	for _, name := range names {
		f.household(t, area, name)
	}
	f.at(start(1))
	require.NoError(t, f.work.EndBlock(f.ctx))
	require.NoError(t, f.keeper.Sink().ApplyReadings(f.ctx, []meteridtypes.AcceptedReading{{
		Meter: meter, Owner: account("producer"), Ref: area, Slot: types.SourceSlot | proposed.Source,
		From: noon, To: start(1), Export: litres,
	}}))
	return area
}

func (f *bankFixture) checkInvariants(t testing.TB) {
	t.Helper()
	for _, invariant := range f.keeper.Invariants() {
		require.NoError(t, invariant.Check(f.ctx), invariant.Name)
	}
}

// No message can send water, while trades move it.
func TestWaterCannotBeSent(t *testing.T) {
	f := newBankFixture(t)
	area := f.village(t, 10_000, 2_000, "alice", "bob")
	for _, name := range []string{"alice", "bob"} {
		_, err := f.msgs.SettleAccount(f.ctx, &types.MsgSettleAccount{Sender: account("eve"), Area: area, Owner: account(name)})
		require.NoError(t, err)
	}
	alice, bob, eve := accountBytes("alice"), accountBytes("bob"), accountBytes("eve")
	water := sdk.NewCoins(sdk.NewInt64Coin("hbt/1", 10))
	mixed := water.Add(ueur(1))
	require.Equal(t, "1000hbt/1", f.bank.GetBalance(f.ctx, alice, "hbt/1").String())

	_, err := f.msgs.PlaceOrder(f.ctx, &types.MsgPlaceOrder{Owner: account("alice"), Area: area, Side: sell, Price: 7, Litres: 10})
	require.NoError(t, err)

	bank, vesting := bankkeeper.NewMsgServerImpl(f.bank), vesting.NewMsgServerImpl(f.accounts, f.bank)
	send := &banktypes.MsgSend{FromAddress: account("alice"), ToAddress: account("eve"), Amount: water}
	multiSend := banktypes.NewMsgMultiSend(banktypes.Input{Address: account("alice"), Coins: mixed},
		[]banktypes.Output{{Address: account("bob"), Coins: sdk.NewCoins(ueur(1))}, {Address: account("eve"), Coins: water}})
	expires := f.ctx.BlockTime().Add(time.Hour)
	require.NoError(t, f.authz.SaveGrant(f.ctx, eve, alice, authz.NewGenericAuthorization(sdk.MsgTypeURL(send)), &expires))
	exec := authz.NewMsgExec(eve, []sdk.Msg{send})
	exec.Grantee = account("eve")

	tests := []struct {
		name string
		try  func(ctx sdk.Context) error
	}{
		{"a send", func(ctx sdk.Context) error { return second(bank.Send(ctx, send)) }},
		{"a send of water and money", func(ctx sdk.Context) error {
			return second(bank.Send(ctx, &banktypes.MsgSend{FromAddress: account("alice"), ToAddress: account("eve"), Amount: mixed}))
		}},
		{"a send to another household", func(ctx sdk.Context) error {
			return second(bank.Send(ctx, &banktypes.MsgSend{FromAddress: account("alice"), ToAddress: account("bob"), Amount: water}))
		}},
		{"a send to many", func(ctx sdk.Context) error { return second(bank.MultiSend(ctx, multiSend)) }},
		{"a send for another account", func(ctx sdk.Context) error { return second(f.authz.Exec(ctx, &exec)) }},
		{"a send to a module, as a bridge makes it", func(ctx sdk.Context) error {
			return f.bank.SendCoinsFromAccountToModule(ctx, alice, otherModule, water)
		}},
		{"a send to the module itself", func(ctx sdk.Context) error {
			return f.bank.SendCoinsFromAccountToModule(ctx, alice, types.ModuleName, water)
		}},
		{"a send of the escrow of an order", func(ctx sdk.Context) error {
			return f.bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, bob, water)
		}},
		{"a send from module to module", func(ctx sdk.Context) error {
			return f.bank.SendCoinsFromModuleToModule(ctx, types.ModuleName, otherModule, water)
		}},
		{"a vesting account", func(ctx sdk.Context) error {
			return second(vesting.CreateVestingAccount(ctx, &vestingtypes.MsgCreateVestingAccount{
				FromAddress: account("alice"), ToAddress: account("carol"), Amount: water, EndTime: noon + 100*day,
			}))
		}},
		{"a vesting account that is locked permanently", func(ctx sdk.Context) error {
			return second(vesting.CreatePermanentLockedAccount(ctx, &vestingtypes.MsgCreatePermanentLockedAccount{
				FromAddress: account("alice"), ToAddress: account("carol"), Amount: water,
			}))
		}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			ctx, _ := f.ctx.CacheContext()
			require.ErrorIs(t, tc.try(ctx), types.ErrNotTransferable)
		})
	}
	require.NoError(t, second(bank.Send(f.ctx, &banktypes.MsgSend{
		FromAddress: account("alice"), ToAddress: account("eve"), Amount: sdk.NewCoins(ueur(1)),
	})), "money can be sent")

	_, err = f.msgs.PlaceOrder(f.ctx, &types.MsgPlaceOrder{Owner: account("bob"), Area: area, Side: buy, Price: 7, Litres: 10})
	require.NoError(t, err)
	f.at(midnight)
	require.NoError(t, f.work.EndBlock(f.ctx))
	for _, name := range []string{"alice", "bob"} {
		_, err := f.msgs.SettleAccount(f.ctx, &types.MsgSettleAccount{Sender: account("eve"), Area: area, Owner: account(name)})
		require.NoError(t, err)
	}
	require.Equal(t, "990hbt/1", f.bank.GetBalance(f.ctx, alice, "hbt/1").String())
	require.Equal(t, "1010hbt/1", f.bank.GetBalance(f.ctx, bob, "hbt/1").String())
	f.checkInvariants(t)
}

// Only the module reports the water of an owner: the bank emits no event for it.
func TestTheBankEmitsNothingAboutWater(t *testing.T) {
	f := newBankFixture(t)
	area := f.village(t, 10_000, 2_000, "alice", "bob")
	f.ctx = f.ctx.WithEventManager(sdk.NewEventManager())
	_, err := f.msgs.SettleAccount(f.ctx, &types.MsgSettleAccount{Sender: account("eve"), Area: area, Owner: account("alice")})
	require.NoError(t, err)
	for _, e := range f.ctx.EventManager().ABCIEvents() {
		require.NotContains(t, e.String(), "hbt/", e.Type)
	}
}
