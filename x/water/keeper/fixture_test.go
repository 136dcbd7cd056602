package keeper_test

import (
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/testutil/fake"
	"github.com/utilityd/utilityd/testutil/keepertest"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/keeper"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

const (
	noon = keepertest.Noon
	hour = int64(3_600)
	day  = int64(86_400)
	// period and enrolment are those of the village.
	period    = 30 * day
	enrolment = 5 * day
)

var (
	addresses    = keepertest.Addresses
	account      = keepertest.Account
	accountBytes = keepertest.AccountBytes
)

// fixture is a chain with this module only, at noon. Meters and coins are fakes.
type fixture struct {
	t       testing.TB
	ctx     sdk.Context
	kit     *keepertest.Kit
	work    *keepertest.Work
	keeper  *keeper.Keeper
	msgs    types.MsgServer
	queries types.QueryServer
	sink    meteridtypes.Sink
	bank    *fake.Bank
	meters  *fake.Meters
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	f := emptyFixture(t)
	f.bank.Fund(f.ctx, accountBytes("mint"), ueur(1), sdk.NewInt64Coin("uutl", 1))
	f.work.Begin(f.ctx, 2_000)
	require.NoError(t, f.keeper.Begin(f.ctx, types.DefaultParams()))
	return f
}

// emptyFixture returns a store before genesis.
func emptyFixture(t testing.TB) *fixture {
	t.Helper()
	kit := keepertest.New(t)
	bank := fake.NewBank(kit.Memory("bank"), map[string][]string{
		types.ModuleName: {authtypes.Minter, authtypes.Burner}, authtypes.FeeCollectorName: nil,
	})
	meters := fake.NewMeters(kit.Memory("meters"))
	work := kit.Work()
	k := keeper.NewKeeper(kit.Codec, kit.Store(types.StoreKey), addresses, account("governance"), bank, meters,
		work.Queue(types.ModuleName))
	work.Handle(types.ModuleName, k.Work())
	meters.RegisterSink(types.ModuleName, k.Sink())
	return &fixture{
		t: t, ctx: kit.Context(), kit: kit, work: work,
		keeper: k, msgs: keeper.NewMsgServer(k), queries: keeper.NewQueryServer(k), sink: k.Sink(),
		bank: bank, meters: meters,
	}
}

// besides returns a store before genesis, with the time, work, coins and meters of another fixture.
func besides(t testing.TB, f *fixture) *fixture {
	t.Helper()
	return besidesWith(t, f, f.work.Export(f.ctx))
}

// besidesWith does the same with other work.
func besidesWith(t testing.TB, f *fixture, work *worktypes.GenesisState) *fixture {
	t.Helper()
	other := emptyFixture(t)
	other.at(f.now())
	other.kit.Copy(other.ctx, f.kit, f.ctx)
	require.NoError(t, other.work.InitGenesis(other.ctx, *work))
	return other
}

func ueur(amount int64) sdk.Coin { return sdk.NewInt64Coin("ueur", amount) }

// village returns the message that creates the area of most tests.
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
	f.bank.Fund(f.ctx, admin, sdk.NewInt64Coin("uutl", 100_000_000))
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

// at begins the block of a time.
func (f *fixture) at(t int64) { f.ctx = keepertest.At(f.ctx, t) }

func (f *fixture) now() int64 { return f.ctx.BlockTime().Unix() }

// waterMeter returns an active water meter.
func waterMeter(owner string, direction meteridtypes.Direction) meteridtypes.Meter {
	return meteridtypes.Meter{Medium: meteridtypes.MEDIUM_WATER, Direction: direction, Owner: owner, Issuer: account("issuer")}
}

// addMeter installs a water meter that was read at a time.
func (f *fixture) addMeter(owner string, direction meteridtypes.Direction, at int64) uint64 {
	return f.meters.Install(f.ctx, waterMeter(owner, direction), meteridtypes.Registers{Time: at})
}

// replace puts a new device of a direction in the place of a meter.
func (f *fixture) replace(meter uint64, direction meteridtypes.Direction) uint64 {
	f.t.Helper()
	device := waterMeter(f.meters.Get(f.ctx, meter).Owner, direction)
	device.Status = meteridtypes.METER_STATUS_REGISTERED
	id := f.meters.Install(f.ctx, device, meteridtypes.Registers{})
	require.NoError(f.t, f.meters.Replace(f.ctx, meter, id, meteridtypes.Registers{Time: f.now()}))
	f.checkInvariants()
	return id
}

// attest sets the number of people behind a meter, from time 0 until a second; 0: no end.
func (f *fixture) attest(id uint64, persons uint32, until int64) {
	f.meters.Change(f.ctx, id, func(m *meteridtypes.Meter) {
		*m = m.WithClaim(meteridtypes.Claim{Type: meteridtypes.CLAIM_TYPE_OCCUPANTS, Occupants: persons, ValidUntil: until})
	})
}

// source makes the owner of a new meter a producer.
func (f *fixture) source(area uint64, producer string, capacity, remuneration uint64) (id uint64) {
	f.t.Helper()
	meter := f.addMeter(account(producer), meteridtypes.DIRECTION_PRODUCTION, f.now())
	resp, err := f.msgs.ProposeSource(f.ctx, &types.MsgProposeSource{
		Admin: account("mayor"), Area: area, Meter: meter, Class: types.SOURCE_CLASS_DROUGHT_SENSITIVE,
		CapacityLitres: capacity, Remuneration: remuneration,
	})
	require.NoError(f.t, err)
	_, err = f.msgs.AcceptSource(f.ctx, f.acceptance(area, resp.Source))
	require.NoError(f.t, err)
	return resp.Source
}

// acceptance returns the message that accepts a proposed source.
func (f *fixture) acceptance(area, source uint64) *types.MsgAcceptSource {
	f.t.Helper()
	s := f.sourceOf(area, source)
	return &types.MsgAcceptSource{
		Producer: f.meters.Get(f.ctx, s.Meter).Owner, Area: area, Source: source, Meter: s.Meter, Class: s.Class,
		CapacityLitres: s.CapacityLitres, Remuneration: s.Remuneration,
	}
}

// household opens the account of the owner of a new meter behind which so many people live.
func (f *fixture) household(area uint64, owner string, persons uint32) (slot uint64) {
	f.t.Helper()
	meter := f.addMeter(account(owner), meteridtypes.DIRECTION_CONSUMPTION, f.now())
	if persons > 0 {
		f.attest(meter, persons, 0)
	}
	resp, err := f.msgs.ApproveMeter(f.ctx, &types.MsgApproveMeter{Owner: account(owner), Area: area, Meter: meter})
	require.NoError(f.t, err)
	return resp.Slot
}

// subscription returns the message that subscribes an owner to the next period.
func subscription(area uint64, owner string) *types.MsgSubscribe {
	return &types.MsgSubscribe{Owner: account(owner), Area: area, Periods: 1, MaxFeePerPerson: types.MaxPrice}
}

// subscribe funds an owner and subscribes to the next period.
func (f *fixture) subscribe(area uint64, owner string) *types.MsgSubscribeResponse {
	f.t.Helper()
	f.bank.Fund(f.ctx, accountBytes(owner), ueur(1_000_000))
	resp, err := f.msgs.Subscribe(f.ctx, subscription(area, owner))
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

// moveOut announces that an owner moves out, reads the meter and closes the account.
func (f *fixture) moveOut(area uint64, owner string) *types.MsgCloseAccountResponse {
	f.t.Helper()
	msg := &types.MsgCloseAccount{Owner: account(owner), Area: area}
	resp, err := f.msgs.CloseAccount(f.ctx, msg)
	require.NoError(f.t, err)
	require.False(f.t, resp.Closed, "the meter is read first")
	f.read(area, owner)
	resp, err = f.msgs.CloseAccount(f.ctx, msg)
	require.NoError(f.t, err)
	require.True(f.t, resp.Closed)
	f.checkInvariants()
	return resp
}

// read delivers a reading of the meter of an owner without a litre.
func (f *fixture) read(area uint64, owner string) {
	f.t.Helper()
	slot, found := f.slotOf(area, owner)
	require.True(f.t, found)
	f.send(f.drew(area, slot, 0))
}

func (f *fixture) slotOf(area uint64, owner string) (slot uint64, found bool) {
	for slot := range f.areaOf(area).Counters.Accounts {
		if f.accountOf(area, slot).Owner == account(owner) {
			return slot, true
		}
	}
	return 0, false
}

// lose reports a loss of a source, which the admin approves if that is needed.
func (f *fixture) lose(area, source, litres uint64) {
	f.t.Helper()
	evidence := make([]byte, types.EvidenceBytes)
	resp, err := f.msgs.ReportLoss(f.ctx, &types.MsgReportLoss{
		Producer: f.sourceOf(area, source).Producer, Area: area, Source: source, Litres: litres, EvidenceHash: evidence,
	})
	require.NoError(f.t, err)
	if resp.Pending {
		require.NoError(f.t, second(f.msgs.AcceptLoss(f.ctx, &types.MsgAcceptLoss{
			Admin: account("mayor"), Area: area, Source: source, Litres: litres, EvidenceHash: evidence,
		})))
	}
	f.checkInvariants()
}

// retire takes a meter out of service as x/meterid does.
func (f *fixture) retire(meter uint64) {
	f.t.Helper()
	require.NoError(f.t, f.meters.Retire(f.ctx, meter))
	f.checkInvariants()
}

// deposit adds money to the module account; the caller credits it.
func (f *fixture) deposit(amount uint64) uint64 {
	f.bank.Fund(f.ctx, authtypes.NewModuleAddress(types.ModuleName), ueur(int64(amount)))
	return amount
}

// balance returns the tokens of an owner, litres.
func (f *fixture) balance(area uint64, owner string) uint64 {
	return f.bank.GetBalance(f.ctx, accountBytes(owner), types.Denom(area)).Amount.Uint64()
}

// drew returns the reading of a household from its last one up to now.
func (f *fixture) drew(area, slot, litres uint64) meteridtypes.AcceptedReading {
	f.t.Helper()
	return f.measured(f.accountOf(area, slot).Meter, area, slot, litres, 0)
}

// produced returns the reading of a source from its last one up to now.
func (f *fixture) produced(area, source, litres uint64) meteridtypes.AcceptedReading {
	f.t.Helper()
	return f.measured(f.sourceOf(area, source).Meter, area, types.SourceSlot|source, 0, litres)
}

func (f *fixture) measured(meter, area, slot, drawn, produced uint64) meteridtypes.AcceptedReading {
	r := f.meters.Count(f.ctx, meter, f.now(), drawn, produced)
	require.Equal(f.t, []uint64{area, slot}, []uint64{r.Ref, r.Slot}, "the binding of the meter")
	return r
}

// send delivers readings as x/meterid does, and checks the invariants.
func (f *fixture) send(readings ...meteridtypes.AcceptedReading) {
	f.t.Helper()
	require.NoError(f.t, f.meters.Deliver(f.ctx, types.ModuleName, readings...))
	f.checkInvariants()
}

// endBlock runs the due work and checks the invariants.
func (f *fixture) endBlock() {
	f.t.Helper()
	require.NoError(f.t, f.work.EndBlock(f.ctx))
	f.checkInvariants()
}

// pass moves time to a moment and ends a block there.
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
		require.Equal(f.t, f.bank.GetSupply(f.ctx, denom), f.bank.Sum(f.ctx, denom), "the supply is the sum of all balances")
	}
}

// state returns the whole store and all balances.
func (f *fixture) state() map[string]string { return f.kit.State(f.ctx) }

func (f *fixture) areaOf(id uint64) types.AreaState {
	f.t.Helper()
	state, err := f.keeper.AreaState(f.ctx, id)
	require.NoError(f.t, err)
	return state
}

func (f *fixture) accountOf(area, slot uint64) types.Account {
	f.t.Helper()
	a, err := f.keeper.Account(f.ctx, area, slot)
	require.NoError(f.t, err)
	return a
}

func (f *fixture) holdingOf(area, slot uint64) state.Holding {
	f.t.Helper()
	h, err := f.keeper.HoldingIn(f.ctx, area, slot)
	require.NoError(f.t, err)
	return h
}

func (f *fixture) sourceOf(area, source uint64) types.Source {
	f.t.Helper()
	s, err := f.keeper.Source(f.ctx, area, source)
	require.NoError(f.t, err)
	return s
}

func (f *fixture) periodOf(area, number uint64) types.Period {
	f.t.Helper()
	p, err := f.keeper.Period(f.ctx, area, number)
	require.NoError(f.t, err)
	return p
}

// valveOf returns the valve behind a meter; the zero Valve if there is none.
func (f *fixture) valveOf(meter uint64) types.Valve {
	f.t.Helper()
	v, err := f.keeper.ValveIn(f.ctx, meter)
	require.NoError(f.t, err)
	return v
}

// events returns the typed events of a kind that were emitted since the last call.
func events[T proto.Message](f *fixture) []T {
	f.t.Helper()
	return keepertest.Events[T](f.t, &f.ctx)
}

// settleHolding settles an account and returns its holding.
func (f *fixture) settleHolding(area uint64, owner string) state.Holding {
	f.t.Helper()
	f.settle(area, owner)
	slot, _ := f.slotOf(area, owner)
	return f.holdingOf(area, slot)
}
