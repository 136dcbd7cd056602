package keeper_test

import (
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/testutil/fake"
	"github.com/utilityd/utilityd/testutil/keepertest"
	"github.com/utilityd/utilityd/x/energy/keeper"
	"github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

const (
	noon      = keepertest.Noon // the first second of an epoch
	quarter   = int64(900)
	grace     = int64(3_600)
	noonEpoch = uint64(noon / quarter)
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
	sink    meteridtypes.Sink
	bank    *fake.Bank
	meters  *fake.Meters
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	f := emptyFixture(t)
	f.bank.Fund(f.ctx, accountBytes("mint"), ueur(1), sdk.NewInt64Coin("uutl", 1))
	f.work.Begin(f.ctx, 12_000)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, *types.DefaultGenesis()))
	return f
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
		keeper: k, msgs: keeper.NewMsgServer(k), queries: keeper.NewQueryServer(k), sink: k.Sink(),
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

// village returns the message that creates the community of most tests.
func village() types.MsgCreateCommunity {
	return types.MsgCreateCommunity{
		Admin:        account("mayor"),
		Name:         "Village",
		GridSupplier: account("grid"),
		EpochSeconds: uint64(quarter),
		GraceSeconds: uint64(grace),
		Key:          types.ALLOCATION_KEY_DYNAMIC,
		Residual:     types.RESIDUAL_GRID,
		PaymentDenom: "ueur",
		MaxMembers:   10_000,
	}
}

// create creates a community.
func (f *fixture) create(msg types.MsgCreateCommunity) uint64 {
	f.t.Helper()
	resp, err := f.msgs.CreateCommunity(f.ctx, &msg)
	require.NoError(f.t, err)
	return resp.Community
}

// at begins the block of a time.
func (f *fixture) at(t int64) { f.ctx = keepertest.At(f.ctx, t) }

func (f *fixture) now() int64 { return f.ctx.BlockTime().Unix() }

// setParams changes parameters as governance.
func (f *fixture) setParams(change func(*types.Params)) {
	f.t.Helper()
	resp, err := f.queries.Params(f.ctx, &types.QueryParamsRequest{})
	require.NoError(f.t, err)
	change(&resp.Params)
	_, err = f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("governance"), Params: resp.Params})
	require.NoError(f.t, err)
}

// announceShortly lets announced terms and weights hold from the next epoch on.
func (f *fixture) announceShortly() {
	f.t.Helper()
	f.setParams(func(p *types.Params) { p.NoticeSeconds = 60 })
}

// addMeter installs an active electricity meter.
func (f *fixture) addMeter(owner string, unit uint64, opening meteridtypes.Registers) uint64 {
	return f.meters.Install(f.ctx, meteridtypes.Meter{
		Medium:                meteridtypes.MEDIUM_ELECTRICITY,
		Direction:             meteridtypes.DIRECTION_BIDIRECTIONAL,
		Owner:                 owner,
		RegisterUnitNumerator: unit, RegisterUnitDenominator: 1,
	}, opening)
}

// apply installs a meter and applies with it.
func (f *fixture) apply(community uint64, owner string) (meter uint64) {
	f.t.Helper()
	meter = f.addMeter(account(owner), 1, meteridtypes.Registers{Time: f.now()})
	_, err := f.msgs.JoinCommunity(f.ctx, &types.MsgJoinCommunity{
		Owner: account(owner), Community: community, Meter: meter, MaxPricePerKwh: types.MaxPricePerKWh,
	})
	require.NoError(f.t, err)
	return meter
}

// join installs a meter and makes its owner a member from the next epoch on.
func (f *fixture) join(community uint64, owner string) (slot uint64) {
	f.t.Helper()
	return f.joinWith(community, owner, 0)
}

func (f *fixture) joinWith(community uint64, owner string, weight uint64) (slot uint64) {
	f.t.Helper()
	meter := f.apply(community, owner)
	resp, err := f.msgs.ApproveMember(f.ctx, &types.MsgApproveMember{
		Admin: account("mayor"), Community: community, Meter: meter, Owner: account(owner), StaticWeight: weight,
	})
	require.NoError(f.t, err)
	return resp.Slot
}

// deposit funds an account and deposits the money in a wallet.
func (f *fixture) deposit(community, slot uint64, amount int64) {
	f.t.Helper()
	f.bank.Fund(f.ctx, accountBytes("donor"), ueur(amount))
	_, err := f.msgs.Deposit(f.ctx, &types.MsgDeposit{
		Depositor: account("donor"), Community: community, Slot: slot, Amount: ueur(amount),
	})
	require.NoError(f.t, err)
}

// reading returns a reading of the meter of a member for a span of time.
func (f *fixture) reading(community, slot uint64, from, to int64, imported, exported uint64) meteridtypes.AcceptedReading {
	f.t.Helper()
	meter := f.memberOf(community, slot).Member.Meter
	return meteridtypes.AcceptedReading{
		Meter: meter, Owner: f.meters.Get(f.ctx, meter).Owner, Ref: community, Slot: slot,
		From: from, To: to, Import: imported, Export: exported, Renewable: true,
	}
}

// send delivers readings as x/meterid does, after moving the registers.
func (f *fixture) send(readings ...meteridtypes.AcceptedReading) {
	f.t.Helper()
	for _, r := range readings {
		f.meters.Count(f.ctx, r.Meter, r.To, r.Import, r.Export)
	}
	require.NoError(f.t, f.meters.Deliver(f.ctx, types.ModuleName, readings...))
}

// report sends the readings of an epoch: slot i has a surplus of nets[i] Wh, below 0 a deficit.
func (f *fixture) report(community, epoch uint64, nets ...int64) {
	f.t.Helper()
	var readings []meteridtypes.AcceptedReading
	start := int64(epoch) * quarter
	for slot, net := range nets {
		r := f.reading(community, uint64(slot), start, start+quarter, uint64(max(-net, 0)), uint64(max(net, 0)))
		readings = append(readings, r)
	}
	f.send(readings...)
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
}

// settle ends the block in which an epoch is due.
func (f *fixture) settle(epoch uint64) {
	f.t.Helper()
	f.at(int64(epoch+1)*quarter + grace)
	f.endBlock()
}

func (f *fixture) communityOf(id uint64) *types.QueryCommunityResponse {
	f.t.Helper()
	resp, err := f.queries.Community(f.ctx, &types.QueryCommunityRequest{Community: id})
	require.NoError(f.t, err)
	return resp
}

func (f *fixture) memberOf(community, slot uint64) types.MemberView {
	f.t.Helper()
	resp, err := f.queries.Member(f.ctx, &types.QueryMemberRequest{Community: community, Slot: slot})
	require.NoError(f.t, err)
	return resp.Member
}

func (f *fixture) settlementOf(community, epoch uint64) types.Settlement {
	f.t.Helper()
	resp, err := f.queries.Settlement(f.ctx, &types.QuerySettlementRequest{Community: community, Epoch: epoch})
	require.NoError(f.t, err)
	return resp.Settlement
}

func (f *fixture) positionOf(community, epoch, slot uint64) *types.QueryPositionResponse {
	f.t.Helper()
	resp, err := f.queries.Position(f.ctx, &types.QueryPositionRequest{Community: community, Epoch: epoch, Slot: slot})
	require.NoError(f.t, err)
	return resp
}

// residuals returns the residual of each member.
func (f *fixture) residuals(community, epoch uint64, members int) []int64 {
	f.t.Helper()
	left := make([]int64, members)
	for slot := range left {
		left[slot] = f.positionOf(community, epoch, uint64(slot)).ResidualWh
	}
	return left
}

// export returns the whole state.
func (f *fixture) export() *types.GenesisState {
	f.t.Helper()
	g, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(f.t, err)
	return g
}

// events returns the typed events of a kind since the last call.
func events[T proto.Message](f *fixture) []T {
	f.t.Helper()
	return keepertest.Events[T](f.t, &f.ctx)
}
