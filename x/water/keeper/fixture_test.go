package keeper_test

import (
	"cmp"
	"crypto/sha256"
	"slices"
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

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/keeper"
	"github.com/utilityd/utilityd/x/water/types"
)

const (
	chainID = "utility-test-1"
	noon    = int64(1_767_268_800) // 2026-01-01T12:00:00Z
	hour    = int64(3_600)
	day     = int64(86_400)
	// period and enrolment are those of the village.
	period    = 30 * day
	enrolment = 10 * day
)

var addresses = address.NewBech32Codec("utility")

// fixture is a chain with this module only, at noon. Meters and coins are fakes.
type fixture struct {
	t       testing.TB
	ctx     sdk.Context
	key     *storetypes.KVStoreKey
	keeper  *keeper.Keeper
	msgs    types.MsgServer
	queries types.QueryServer
	sink    meteridtypes.Sink
	bank    *fakeBank
	meters  *fakeMeters
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	f := emptyFixture(t, newFakeBank("ueur", "uutl"), newFakeMeters())
	require.NoError(t, f.keeper.Begin(f.ctx, types.DefaultParams()))
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
	header := cmtproto.Header{ChainID: chainID, Height: 1, Time: time.Unix(noon, 0).UTC()}
	return &fixture{
		t:       t,
		ctx:     sdk.NewContext(stores, header, false, log.NewNopLogger()),
		key:     key,
		keeper:  k,
		msgs:    keeper.NewMsgServer(k),
		queries: keeper.NewQueryServer(k),
		sink:    k.Sink(),
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

// village is the message that creates the area of most tests.
func village() types.MsgCreateArea {
	return types.MsgCreateArea{
		Admin:               account("mayor"),
		Name:                "Village",
		PaymentDenom:        "ueur",
		PeriodSeconds:       uint64(period),
		EnrolmentSeconds:    uint64(enrolment),
		FeePerPerson:        1,
		LifelineDaysCap:     3,
		LifelineReserveDays: 7,
		ValvePolicy:         types.VALVE_POLICY_CLOSE,
		AuctionSeconds:      uint64(day),
		ReserveDays:         7,
		BasePrice:           100,
	}
}

// create creates an area.
func (f *fixture) create(msg types.MsgCreateArea) uint64 {
	f.t.Helper()
	admin, err := addresses.StringToBytes(msg.Admin)
	require.NoError(f.t, err)
	f.bank.fund(admin, sdk.NewInt64Coin("uutl", 100_000_000))
	resp, err := f.msgs.CreateArea(f.ctx, &msg)
	require.NoError(f.t, err)
	return resp.Area
}

// setParams changes parameters as governance does.
func (f *fixture) setParams(change func(*types.Params)) {
	f.t.Helper()
	params := types.DefaultParams()
	change(&params)
	_, err := f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("governance"), Params: params})
	require.NoError(f.t, err)
}

// closeArea ends an area of the mayor.
func (f *fixture) closeArea(area uint64) {
	f.t.Helper()
	_, err := f.msgs.CloseArea(f.ctx, &types.MsgCloseArea{Admin: account("mayor"), Area: area})
	require.NoError(f.t, err)
}

// at sets the block time.
func (f *fixture) at(t int64) {
	f.ctx = f.ctx.WithBlockTime(time.Unix(t, 0).UTC()).WithBlockHeight(f.ctx.BlockHeight() + 1)
}

func (f *fixture) now() int64 { return f.ctx.BlockTime().Unix() }

// source makes the owner of a new meter a producer.
func (f *fixture) source(area uint64, producer string, capacity, remuneration uint64) (id uint64) {
	f.t.Helper()
	meter := f.meters.add(account(producer), meteridtypes.DIRECTION_PRODUCTION, f.now())
	resp, err := f.msgs.ProposeSource(f.ctx, &types.MsgProposeSource{
		Admin: account("mayor"), Area: area, Meter: meter, Class: types.SOURCE_CLASS_DROUGHT_SENSITIVE,
		CapacityLitres: capacity, Remuneration: remuneration,
	})
	require.NoError(f.t, err)
	_, err = f.msgs.AcceptSource(f.ctx, &types.MsgAcceptSource{Producer: account(producer), Area: area, Source: resp.Source})
	require.NoError(f.t, err)
	return resp.Source
}

// household opens the account of the owner of a new meter behind which so many people live.
func (f *fixture) household(area uint64, owner string, persons uint32) (slot uint64) {
	f.t.Helper()
	meter := f.meters.add(account(owner), meteridtypes.DIRECTION_CONSUMPTION, f.now())
	if persons > 0 {
		f.meters.attest(meter, persons, 0)
	}
	resp, err := f.msgs.ApproveMeter(f.ctx, &types.MsgApproveMeter{Owner: account(owner), Area: area, Meter: meter})
	require.NoError(f.t, err)
	return resp.Slot
}

// subscribe lets an owner, who is given the money, take part in the period that enrols.
func (f *fixture) subscribe(area uint64, owner string) *types.MsgSubscribeResponse {
	f.t.Helper()
	f.bank.fund(accountBytes(owner), ueur(1_000_000))
	resp, err := f.msgs.Subscribe(f.ctx, &types.MsgSubscribe{Owner: account(owner), Area: area})
	require.NoError(f.t, err)
	return resp
}

// settle touches an account.
func (f *fixture) settle(area uint64, owner string) *types.MsgSettleAccountResponse {
	f.t.Helper()
	resp, err := f.msgs.SettleAccount(f.ctx, &types.MsgSettleAccount{Sender: account("anyone"), Area: area, Owner: account(owner)})
	require.NoError(f.t, err)
	return resp
}

// moveOut closes the account of an owner.
func (f *fixture) moveOut(area uint64, owner string) {
	f.t.Helper()
	_, err := f.msgs.CloseAccount(f.ctx, &types.MsgCloseAccount{Owner: account(owner), Area: area})
	require.NoError(f.t, err)
	f.checkInvariants()
}

// retire takes a meter out of service as x/meterid does.
func (f *fixture) retire(meter uint64) {
	f.t.Helper()
	require.NoError(f.t, f.sink.MeterRetired(f.ctx, f.meters.meters[meter]))
	f.meters.change(meter, func(m *meteridtypes.Meter) {
		m.Status, m.Binding = meteridtypes.METER_STATUS_RETIRED, meteridtypes.Binding{}
	})
	f.checkInvariants()
}

// deposit puts money into the account of the module, for which somebody must be credited.
func (f *fixture) deposit(amount uint64) uint64 {
	f.bank.fund(authtypes.NewModuleAddress(types.ModuleName), ueur(int64(amount)))
	return amount
}

// balance is the water of an owner.
func (f *fixture) balance(area uint64, owner string) uint64 {
	return f.bank.GetBalance(f.ctx, accountBytes(owner), types.Denom(area)).Amount.Uint64()
}

// drew is what the meter of a household measured since its last reading, up to now.
func (f *fixture) drew(area, slot, litres uint64) meteridtypes.AcceptedReading {
	f.t.Helper()
	return f.measured(f.accountOf(area, slot).Meter, area, slot, litres, 0)
}

// produced is what the meter of a source measured since its last reading, up to now.
func (f *fixture) produced(area, source, litres uint64) meteridtypes.AcceptedReading {
	f.t.Helper()
	return f.measured(f.sourceOf(area, source).Meter, area, types.SourceSlot|source, 0, litres)
}

func (f *fixture) measured(meter, area, slot, drawn, produced uint64) meteridtypes.AcceptedReading {
	from := f.meters.read[meter]
	f.meters.read[meter] = f.now()
	return meteridtypes.AcceptedReading{
		Meter: meter, Owner: f.meters.meters[meter].Owner, Ref: area, Slot: slot,
		From: from, To: f.now(), Import: drawn, Export: produced,
	}
}

// send hands readings over as x/meterid does, in its order, and checks the invariants.
func (f *fixture) send(readings ...meteridtypes.AcceptedReading) {
	f.t.Helper()
	slices.SortStableFunc(readings, func(a, b meteridtypes.AcceptedReading) int {
		return cmp.Or(cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.To, b.To), cmp.Compare(a.Slot, b.Slot))
	})
	require.NoError(f.t, f.sink.ApplyReadings(f.ctx, readings))
	f.checkInvariants()
}

// endBlock does the due work and checks the invariants.
func (f *fixture) endBlock() {
	f.t.Helper()
	require.NoError(f.t, f.keeper.EndBlock(f.ctx))
	f.checkInvariants()
}

// pass lets time pass up to a moment, with a block at it.
func (f *fixture) pass(t int64) {
	f.t.Helper()
	f.at(t)
	f.endBlock()
}

func (f *fixture) checkInvariants() {
	f.t.Helper()
	for _, invariant := range f.keeper.Invariants() {
		require.NoError(f.t, invariant.Check(f.ctx), invariant.Name)
	}
	for _, denom := range []string{types.Denom(1), types.Denom(2), "ueur"} {
		require.Equal(f.t, f.bank.GetSupply(f.ctx, denom), f.bank.sum(denom), "the supply is what accounts have")
	}
}

// state is everything that is stored, and who has which coins.
func (f *fixture) state() map[string]string {
	f.t.Helper()
	all := map[string]string{}
	entries := f.ctx.KVStore(f.key).Iterator(nil, nil)
	defer entries.Close()
	for ; entries.Valid(); entries.Next() {
		all["store "+string(entries.Key())] = string(entries.Value())
	}
	for owner, coins := range f.bank.balances {
		if !coins.IsZero() {
			all["bank "+owner] = coins.String()
		}
	}
	return all
}

func (f *fixture) areaOf(id uint64) types.AreaState {
	f.t.Helper()
	state, err := f.keeper.AreaState(f.ctx, id)
	require.NoError(f.t, err)
	return state
}

func (f *fixture) accountOf(area, slot uint64) types.Account {
	f.t.Helper()
	a, err := f.keeper.AccountIn(f.ctx, area, slot)
	require.NoError(f.t, err)
	return a
}

func (f *fixture) holdingOf(area, slot uint64) types.Holding {
	f.t.Helper()
	h, err := f.keeper.HoldingIn(f.ctx, area, slot)
	require.NoError(f.t, err)
	return h
}

func (f *fixture) sourceOf(area, source uint64) types.Source {
	f.t.Helper()
	s, err := f.keeper.SourceIn(f.ctx, area, source)
	require.NoError(f.t, err)
	return s
}

func (f *fixture) periodOf(area, number uint64) types.Period {
	f.t.Helper()
	p, err := f.keeper.PeriodIn(f.ctx, area, number)
	require.NoError(f.t, err)
	return p
}

// due is the work of a kind that waits.
func (f *fixture) due(kind uint32) []types.DueItem {
	f.t.Helper()
	items, err := f.keeper.Queued(f.ctx, kind)
	require.NoError(f.t, err)
	return items
}

// valveOf is the valve behind a meter; the zero Valve if there is none.
func (f *fixture) valveOf(meter uint64) types.Valve {
	f.t.Helper()
	v, err := f.keeper.ValveIn(f.ctx, meter)
	require.NoError(f.t, err)
	return v
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

// settleHolding touches an account and is its holding then.
func (f *fixture) settleHolding(area uint64, owner string) types.Holding {
	f.t.Helper()
	f.settle(area, owner)
	for slot := range f.areaOf(area).Counters.Accounts {
		if f.accountOf(area, slot).Owner == account(owner) {
			return f.holdingOf(area, slot)
		}
	}
	return types.Holding{}
}
