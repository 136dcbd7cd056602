package keeper_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/x/generator/keeper"
	"github.com/utilityd/utilityd/x/generator/types"
)

const (
	chainID = "utility-test-1"
	noon    = int64(1_767_268_800) // 2026-01-01T12:00:00Z
	day     = types.SecondsPerDay
)

var addresses = address.NewBech32Codec("utility")

// fixture is a chain with this module only, at noon. Meters and money are fakes.
type fixture struct {
	t       testing.TB
	ctx     sdk.Context
	key     *storetypes.KVStoreKey
	stores  storetypes.CommitMultiStore
	keeper  *keeper.Keeper
	msgs    types.MsgServer
	queries types.QueryServer
	bank    *fakeBank
	meters  *fakeMeters
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	f := emptyFixture(t, newFakeBank("ueur", "usolar"), newFakeMeters())
	require.NoError(t, f.keeper.InitGenesis(f.ctx, *types.DefaultGenesis()))
	return f
}

// emptyFixture is a store before genesis.
func emptyFixture(t testing.TB, bank *fakeBank, meters *fakeMeters) *fixture {
	t.Helper()
	key := storetypes.NewKVStoreKey(types.StoreKey)
	db := dbm.NewMemDB()
	stores := store.NewCommitMultiStore(db, log.NewNopLogger())
	stores.MountStoreWithDB(key, storetypes.StoreTypeIAVL, db)
	require.NoError(t, stores.LoadLatestVersion())

	k := keeper.NewKeeper(codec.NewProtoCodec(codectypes.NewInterfaceRegistry()), runtime.NewKVStoreService(key),
		addresses, account("governance"), bank, meters)
	return &fixture{
		t:       t,
		ctx:     sdk.NewContext(stores, cmtproto.Header{ChainID: chainID, Time: time.Unix(noon, 0).UTC()}, false, log.NewNopLogger()),
		key:     key,
		stores:  stores,
		keeper:  k,
		msgs:    keeper.NewMsgServer(k),
		queries: keeper.NewQueryServer(k),
		bank:    bank,
		meters:  meters,
	}
}

// account is the address of somebody by name.
func account(name string) string {
	text, err := addresses.BytesToString(accountBytes(name))
	if err != nil {
		panic(err)
	}
	return text
}

func accountBytes(name string) []byte {
	sum := sha256.Sum256([]byte(name))
	return sum[:20]
}

func ueur(amount int64) sdk.Coin { return sdk.NewInt64Coin("ueur", amount) }

// done carries a message out and checks the invariants after it.
func done[M, R any](f *fixture, send func(context.Context, *M) (*R, error), msg M) *R {
	f.t.Helper()
	resp, err := send(f.ctx, &msg)
	require.NoError(f.t, err)
	f.checkInvariants()
	return resp
}

// refused sends a message that is an error of a kind and, in a branch as a transaction has one, changes nothing.
func refused[M, R any](f *fixture, send func(context.Context, *M) (*R, error), msg M, want error) {
	f.t.Helper()
	state, money := f.state(), f.bank.snapshot()
	branch, _ := f.ctx.CacheContext()
	_, err := send(branch, &msg)
	require.ErrorIs(f.t, err, want)
	require.Equal(f.t, state, f.state())
	require.Equal(f.t, money, f.bank.snapshot(), "money moves after all checks")
}

// state is a digest of all that is stored.
func (f *fixture) state() [32]byte {
	f.t.Helper()
	hash := sha256.New()
	iterator := f.ctx.KVStore(f.key).Iterator(nil, nil)
	defer iterator.Close()
	for ; iterator.Valid(); iterator.Next() {
		fmt.Fprintf(hash, "%x=%x;", iterator.Key(), iterator.Value())
	}
	return [32]byte(hash.Sum(nil))
}

// gas is what something costs.
func (f *fixture) gas(what func()) uint64 {
	before := f.ctx
	f.ctx = f.ctx.WithGasMeter(storetypes.NewInfiniteGasMeter())
	what()
	used := f.ctx.GasMeter().GasConsumed()
	f.ctx = before
	return used
}

// commit writes what is done at once, as a block does.
func (f *fixture) commit(what func()) {
	outer, branch := f.ctx, f.stores.CacheMultiStore()
	f.ctx = outer.WithMultiStore(branch).WithEventManager(sdk.NewEventManager())
	what()
	branch.Write()
	f.stores.Commit()
	f.ctx = outer
}

// at sets the block time.
func (f *fixture) at(t int64) { f.ctx = f.ctx.WithBlockTime(time.Unix(t, 0).UTC()) }

func (f *fixture) now() int64 { return f.ctx.BlockTime().Unix() }

// pass lets time go by, and ends the block then.
func (f *fixture) pass(seconds int64) {
	f.t.Helper()
	f.at(f.now() + seconds)
	f.endBlock()
}

// endBlock does the due work and checks the invariants.
func (f *fixture) endBlock() {
	f.t.Helper()
	require.NoError(f.t, f.keeper.EndBlock(f.ctx))
	f.checkInvariants()
}

func (f *fixture) checkInvariants() {
	f.t.Helper()
	for _, invariant := range f.keeper.Invariants() {
		require.NoError(f.t, invariant.Check(f.ctx), invariant.Name)
	}
	for _, denom := range []string{"ueur", types.SolarDenom} { // nobody sends the module anything here but by messages
		sum, err := f.keeper.Bucket(f.ctx, denom)
		require.NoError(f.t, err)
		held := f.bank.GetBalance(f.ctx, authtypes.NewModuleAddress(types.ModuleName), denom)
		require.Equal(f.t, sum.String(), held.Amount.String(), "the buckets are all that the module holds of %s", denom)
	}
}

// setParams changes parameters as governance does.
func (f *fixture) setParams(change func(*types.Params)) {
	f.t.Helper()
	params := f.params()
	change(&params)
	done(f, f.msgs.UpdateParams, types.MsgUpdateParams{Authority: account("governance"), Params: params})
}

func (f *fixture) params() types.Params {
	f.t.Helper()
	resp, err := f.queries.Params(f.ctx, &types.QueryParamsRequest{})
	require.NoError(f.t, err)
	return resp.Params
}

// generatorOf is a generator as its query shows it.
func (f *fixture) generatorOf(id uint64) types.GeneratorView {
	f.t.Helper()
	resp, err := f.queries.Generator(f.ctx, &types.QueryGeneratorRequest{Generator: id})
	require.NoError(f.t, err)
	return resp.Generator
}

// status is where a generator stands.
func (f *fixture) status(id uint64) types.GeneratorStatus {
	f.t.Helper()
	return f.generatorOf(id).Generator.Status
}

// holdingOf is what somebody has in a generator, as it is stored.
func (f *fixture) holdingOf(generator uint64, name string) types.Holding {
	f.t.Helper()
	h, err := f.keeper.HoldingOf(f.ctx, generator, accountBytes(name))
	require.NoError(f.t, err)
	return h
}

// record is how a provider has done.
func (f *fixture) record(name string) types.ProviderRecord {
	f.t.Helper()
	resp, err := f.queries.Provider(f.ctx, &types.QueryProviderRequest{Provider: account(name)})
	require.NoError(f.t, err)
	return resp.Record
}

// balance is what somebody has of a denom outside the module.
func (f *fixture) balance(name, denom string) int64 {
	return f.bank.GetBalance(f.ctx, accountBytes(name), denom).Amount.Int64()
}

// held is what the module has of a denom.
func (f *fixture) held(denom string) int64 {
	return f.bank.GetBalance(f.ctx, authtypes.NewModuleAddress(types.ModuleName), denom).Amount.Int64()
}

// events are the typed events of a kind that were emitted since the last call.
func events[T proto.Message](f *fixture) []T {
	f.t.Helper()
	var found []T
	for _, e := range f.ctx.EventManager().ABCIEvents() {
		msg, err := sdk.ParseTypedEvent(e)
		require.NoError(f.t, err)
		if typed, ok := msg.(T); ok {
			found = append(found, typed)
		}
	}
	f.ctx = f.ctx.WithEventManager(sdk.NewEventManager())
	return found
}

// reasons are why generators went on since the last call.
func (f *fixture) reasons() []string {
	f.t.Helper()
	var reasons []string
	for _, e := range events[*types.EventStatusChanged](f) {
		reasons = append(reasons, e.Reason)
	}
	return reasons
}
