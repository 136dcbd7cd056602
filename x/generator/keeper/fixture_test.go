package keeper_test

import (
	"context"
	"slices"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/testutil/fake"
	"github.com/utilityd/utilityd/testutil/keepertest"
	"github.com/utilityd/utilityd/x/generator/keeper"
	"github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

const (
	noon = keepertest.Noon
	day  = types.SecondsPerDay
)

var (
	addresses    = keepertest.Addresses
	account      = keepertest.Account
	accountBytes = keepertest.AccountBytes
)

// fixture is a chain with this module only, at noon. Meters and bank are fakes.
type fixture struct {
	t       testing.TB
	ctx     sdk.Context
	kit     *keepertest.Kit
	work    *keepertest.Work
	keeper  *keeper.Keeper
	msgs    types.MsgServer
	queries types.QueryServer
	bank    *fake.Bank
	meters  *fake.Meters
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	f := emptyFixture(t)
	f.bank.Fund(f.ctx, accountBytes("mint"), coin("ueur", 1), coin("usolar", 1))
	f.work.Begin(f.ctx, 1_000)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, *defaultGenesis()))
	return f
}

// defaultGenesis returns the state of a new chain with some arbiters.
func defaultGenesis() *types.GenesisState {
	g := types.DefaultGenesis()
	for _, name := range []string{"judge", "umpire", "person0", "person1", "person2", "person3", "person4"} {
		g.Params.Arbiters = append(g.Params.Arbiters, account(name))
	}
	slices.Sort(g.Params.Arbiters)
	return g
}

// emptyFixture returns a store before genesis.
func emptyFixture(t testing.TB) *fixture {
	t.Helper()
	kit := keepertest.New(t)
	bank := fake.NewBank(kit.Memory("bank"), map[string][]string{types.ModuleName: nil})
	meters := fake.NewMeters(kit.Memory("meters"))
	work := kit.Work()
	k := keeper.NewKeeper(kit.Codec, kit.Store(types.StoreKey), addresses, account("governance"), bank, meters,
		work.Queue(types.ModuleName))
	work.Handle(types.ModuleName, k.Work())
	meters.RegisterSink(types.ModuleName, k.Sink())
	return &fixture{
		t: t, ctx: kit.Context(), kit: kit, work: work,
		keeper: k, msgs: keeper.NewMsgServer(k), queries: keeper.NewQueryServer(k),
		bank: bank, meters: meters,
	}
}

// emptyTwin returns a store before genesis with the work, the coins and the meters of another fixture, at its time.
func emptyTwin(t testing.TB, f *fixture) *fixture {
	t.Helper()
	return emptyTwinWith(t, f, f.work.Export(f.ctx))
}

// emptyTwinWith does the same with other work.
func emptyTwinWith(t testing.TB, f *fixture, work *worktypes.GenesisState) *fixture {
	t.Helper()
	other := emptyFixture(t)
	other.at(f.now())
	other.kit.Copy(other.ctx, f.kit, f.ctx)
	require.NoError(t, other.work.InitGenesis(other.ctx, *work))
	return other
}

func ueur(amount int64) sdk.Coin { return sdk.NewInt64Coin("ueur", amount) }

// coin is an amount of a denom.
func coin(denom string, amount uint64) sdk.Coin {
	return sdk.NewCoin(denom, math.NewIntFromUint64(amount))
}

// productionMeter returns an active electricity meter that can be that of a generator.
func productionMeter(owner string) meteridtypes.Meter {
	return meteridtypes.Meter{Medium: meteridtypes.MEDIUM_ELECTRICITY, Direction: meteridtypes.DIRECTION_PRODUCTION, Owner: owner}
}

func (f *fixture) addMeter(owner string) uint64 {
	return f.meters.Install(f.ctx, productionMeter(owner), meteridtypes.Registers{Time: f.now()})
}

// mustSend sends a message and checks the invariants.
func mustSend[M, R any](f *fixture, send func(context.Context, *M) (*R, error), msg M) *R {
	f.t.Helper()
	resp, err := send(f.ctx, &msg)
	require.NoError(f.t, err)
	f.checkInvariants()
	return resp
}

// mustRefuse checks that a message returns an error and changes nothing, not even in the branch of its transaction.
func mustRefuse[M, R any](f *fixture, send func(context.Context, *M) (*R, error), msg M, want error) {
	f.t.Helper()
	keepertest.Refused(f.kit, f.ctx, send, msg, want)
}

// state returns everything stored, and all balances.
func (f *fixture) state() map[string]string { return f.kit.State(f.ctx) }

// gas returns the gas of a call.
func (f *fixture) gas(what func()) uint64 {
	before := f.ctx
	defer func() { f.ctx = before }()
	return keepertest.Gas(f.ctx, func(ctx sdk.Context) { f.ctx = ctx; what() })
}

// commit writes the changes of a call, as a block does.
func (f *fixture) commit(what func()) {
	outer := f.ctx
	f.kit.Block(f.now(), func(ctx sdk.Context) error { f.ctx = ctx; what(); return nil })
	f.ctx = outer
}

// at begins the block of a time.
func (f *fixture) at(t int64) { f.ctx = keepertest.At(f.ctx, t) }

func (f *fixture) now() int64 { return f.ctx.BlockTime().Unix() }

// pass ends the block after some seconds.
func (f *fixture) pass(seconds int64) {
	f.t.Helper()
	f.at(f.now() + seconds)
	f.endBlock()
}

// endBlock runs the due work and checks the invariants.
func (f *fixture) endBlock() {
	f.t.Helper()
	require.NoError(f.t, f.work.EndBlock(f.ctx))
	f.checkInvariants()
}

func (f *fixture) checkInvariants() {
	f.t.Helper()
	for _, invariant := range f.keeper.Invariants() {
		require.NoError(f.t, invariant.Check(f.ctx), invariant.Name)
	}
	for _, denom := range []string{"ueur", types.SolarDenom} { // here only messages send money to the module
		sum, err := f.keeper.SumOfBuckets(f.ctx, denom)
		require.NoError(f.t, err)
		held := f.bank.GetBalance(f.ctx, authtypes.NewModuleAddress(types.ModuleName), denom)
		require.Equal(f.t, sum.String(), held.Amount.String(), "the buckets are all that the module holds of %s", denom)
	}
}

// setParams changes parameters as governance.
func (f *fixture) setParams(change func(*types.Params)) {
	f.t.Helper()
	params := f.params()
	change(&params)
	mustSend(f, f.msgs.UpdateParams, types.MsgUpdateParams{Authority: account("governance"), Params: params})
}

func (f *fixture) params() types.Params {
	f.t.Helper()
	resp, err := f.queries.Params(f.ctx, &types.QueryParamsRequest{})
	require.NoError(f.t, err)
	return resp.Params
}

// generatorOf returns a generator by its query.
func (f *fixture) generatorOf(id uint64) types.GeneratorView {
	f.t.Helper()
	resp, err := f.queries.Generator(f.ctx, &types.QueryGeneratorRequest{Generator: id})
	require.NoError(f.t, err)
	return resp.Generator
}

// status returns the status of a generator.
func (f *fixture) status(id uint64) types.GeneratorStatus {
	f.t.Helper()
	return f.generatorOf(id).Generator.Status
}

// holdingOf returns the stored holding of an account.
func (f *fixture) holdingOf(generator uint64, name string) types.Holding {
	f.t.Helper()
	h, err := f.keeper.HoldingOf(f.ctx, generator, accountBytes(name))
	require.NoError(f.t, err)
	return h
}

// record returns the record of a provider.
func (f *fixture) record(name string) types.ProviderRecord {
	f.t.Helper()
	resp, err := f.queries.Provider(f.ctx, &types.QueryProviderRequest{Provider: account(name)})
	require.NoError(f.t, err)
	return resp.Record
}

// balance returns the balance of an account.
func (f *fixture) balance(name, denom string) int64 {
	return f.bank.GetBalance(f.ctx, accountBytes(name), denom).Amount.Int64()
}

// held returns the balance of the module account.
func (f *fixture) held(denom string) int64 {
	return f.bank.GetBalance(f.ctx, authtypes.NewModuleAddress(types.ModuleName), denom).Amount.Int64()
}

// events returns the typed events of a kind since the last call.
func events[T proto.Message](f *fixture) []T {
	f.t.Helper()
	return keepertest.Events[T](f.t, &f.ctx)
}

// reasons returns the reasons of the changes of status since the last call.
func (f *fixture) reasons() []string {
	f.t.Helper()
	var reasons []string
	for _, e := range events[*types.EventStatusChanged](f) {
		reasons = append(reasons, e.Reason)
	}
	return reasons
}
