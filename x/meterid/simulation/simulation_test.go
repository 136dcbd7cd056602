package simulation_test

import (
	"context"
	"encoding/json"
	"math/rand"
	"reflect"
	"strings"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/codec"
	codecaddress "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	simtypes "github.com/cosmos/cosmos-sdk/types/simulation"

	"github.com/utilityd/utilityd/x/meterid/keeper"
	"github.com/utilityd/utilityd/x/meterid/simulation"
	"github.com/utilityd/utilityd/x/meterid/types"
	workkeeper "github.com/utilityd/utilityd/x/work/keeper"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// The accounts of a simulation are written with the prefix that the SDK has by default.
var addresses = codecaddress.NewBech32Codec("cosmos")

// bank and accounts of a chain on which all accounts exist and none has money.
type world struct{}

func (world) GetAccount(context.Context, sdk.AccAddress) sdk.AccountI          { return nil }
func (world) GetModuleAddress(name string) sdk.AccAddress                      { return governance }
func (world) SpendableCoins(context.Context, sdk.AccAddress) sdk.Coins         { return nil }
func (world) IsSendEnabledDenom(context.Context, string) bool                  { return true }
func (world) ApplyReadings(context.Context, []types.AcceptedReading) error     { return nil }
func (world) MeterTransferred(context.Context, types.Meter, types.Meter) error { return nil }
func (world) MeterReplaced(context.Context, types.Meter, types.Meter) error    { return nil }
func (world) MeterRetired(context.Context, types.Meter) error                  { return nil }

var governance = sdk.AccAddress("governance__________")

// registry collects the operations.
type registry struct{ ops []simsx.SimMsgFactoryX }

func (r *registry) Add(weight uint32, f simsx.SimMsgFactoryX) {
	for range weight {
		r.ops = append(r.ops, f)
	}
}

func defaults(_ string, weight uint32) uint32 { return weight }

// Every message that a factory makes is carried out, and the state stays sound.
func TestOperationsSucceed(t *testing.T) {
	delivered := map[string]int{}
	for seed := range int64(3) {
		simulate(t, seed, delivered)
	}
	for _, msg := range types.Messages() {
		name := reflect.TypeOf(msg).Elem().Name()
		require.NotZero(t, delivered[name], "%s was never delivered: %v", name, delivered)
	}
}

func simulate(t *testing.T, seed int64, delivered map[string]int) {
	t.Helper()
	r := rand.New(rand.NewSource(seed))
	key := storetypes.NewKVStoreKey(types.StoreKey)
	db := dbm.NewMemDB()
	stores := store.NewCommitMultiStore(db, log.NewNopLogger())
	workKey := storetypes.NewKVStoreKey(worktypes.StoreKey)
	stores.MountStoreWithDB(key, storetypes.StoreTypeIAVL, db)
	stores.MountStoreWithDB(workKey, storetypes.StoreTypeIAVL, db)
	require.NoError(t, stores.LoadLatestVersion())
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	work := workkeeper.NewKeeper(cdc, runtime.NewKVStoreService(workKey), addresses, governance.String())
	k := keeper.NewKeeper(cdc, runtime.NewKVStoreService(key), addresses, governance.String(), work.Queue(types.ModuleName))
	work.Handle(types.ModuleName, k.Work())
	k.RegisterSink("energy", world{})
	msgs := keeper.NewMsgServer(k)

	accounts := simtypes.RandomAccounts(r, 12)
	state := &module.SimulationState{
		Rand: r, Cdc: cdc, Accounts: accounts, GenTimestamp: time.Unix(1_767_225_600, 0), GenState: map[string]json.RawMessage{},
	}
	simulation.RandomGenesis(state)
	var g types.GenesisState
	cdc.MustUnmarshalJSON(state.GenState[types.ModuleName], &g)
	ctx := sdk.NewContext(stores, cmtproto.Header{ChainID: "simulation", Time: state.GenTimestamp}, false, log.NewNopLogger())
	require.NoError(t, work.InitGenesis(ctx, *worktypes.DefaultGenesis()))
	require.NoError(t, k.InitGenesis(ctx, g))

	var ops registry
	simulation.Register(simsx.WeightSourceFn(defaults), &ops, k)
	simulation.RegisterProposals(simsx.WeightSourceFn(func(_ string, w uint32) uint32 { return 1 + w/25 }), &ops, k)

	for range 60 {
		ctx = ctx.WithBlockTime(ctx.BlockTime().Add(time.Duration(r.Intn(1_800)) * time.Second)).WithEventManager(sdk.NewEventManager())
		bindAll(t, ctx, k)
		for range 25 {
			deliver(t, ctx, msgs, ops.ops[r.Intn(len(ops.ops))], r, accounts, delivered)
		}
		require.NoError(t, work.EndBlock(ctx))
		for _, i := range k.Invariants() {
			require.NoError(t, i.Check(ctx), i.Name)
		}
	}
}

// bindAll does what a module that counts does.
func bindAll(t *testing.T, ctx sdk.Context, k *keeper.Keeper) {
	t.Helper()
	g, err := k.ExportGenesis(ctx)
	require.NoError(t, err)
	for _, m := range g.Meters {
		if m.Status == types.METER_STATUS_ACTIVE && !m.IsBound() {
			require.NoError(t, k.BindMeter(ctx, m.Id, types.Binding{Module: "energy", Ref: 1, Slot: m.Id}))
		}
	}
}

func deliver(
	t *testing.T, ctx sdk.Context, msgs types.MsgServer, op simsx.SimMsgFactoryX, r *rand.Rand, accounts []simtypes.Account, delivered map[string]int,
) {
	t.Helper()
	reporter := simsx.NewBasicSimulationReporter().WithScope(op.MsgType())
	data := simsx.NewChainDataSource(ctx, r, world{}, world{}, addresses, accounts...)
	_, msg := op.Create()(ctx, data, reporter)
	if reporter.IsSkipped() {
		return
	}
	name := reflect.TypeOf(msg).Elem().Name()
	out := reflect.ValueOf(msgs).MethodByName(strings.TrimPrefix(name, "Msg")).Call([]reflect.Value{reflect.ValueOf(ctx), reflect.ValueOf(msg)})
	err, _ := out[1].Interface().(error)
	require.NoError(t, err, "%s %v", name, msg)
	delivered[name]++
}
