package keeper_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/testutil/keepertest"
	"github.com/utilityd/utilityd/x/work/keeper"
	"github.com/utilityd/utilityd/x/work/queue"
	"github.com/utilityd/utilityd/x/work/types"
)

const noon = keepertest.Noon

// fixture is x/work with two modules: the work of fields is done in order, that of tides fails as long as they are stormy.
type fixture struct {
	t       *testing.T
	kit     *keepertest.Kit
	ctx     sdk.Context
	work    *keepertest.Work
	queries types.QueryServer
	done    []queue.Item
	stormy  bool
	status  map[uint64]string // of the records of tides
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := emptyFixture(t)
	f.work.Begin(f.ctx, 16)
	return f
}

func emptyFixture(t *testing.T) *fixture {
	t.Helper()
	kit := keepertest.New(t)
	f := &fixture{t: t, kit: kit, work: kit.Work(), status: map[uint64]string{}}
	f.work.Handle("tides", queue.Handler{
		Kinds: []string{"ebb", "flood"},
		Do: func(_ sdk.Context, it queue.Item, _ *queue.Budget) (bool, error) {
			if f.stormy {
				return false, errors.New("a storm")
			}
			f.done = append(f.done, it)
			return true, nil
		},
		OnFailed:  f.set("failed"),
		OnRetried: f.set("pending"),
	})
	f.work.Handle("fields", queue.Handler{
		Kinds: []string{"sow"},
		Do: func(_ sdk.Context, it queue.Item, _ *queue.Budget) (bool, error) {
			f.done = append(f.done, it)
			return true, nil
		},
	})
	f.ctx = kit.Context()
	f.queries = keeper.NewQueryServer(f.work.Keeper)
	return f
}

func (f *fixture) push(module string, items ...queue.Item) {
	f.t.Helper()
	for _, it := range items {
		require.NoError(f.t, f.work.Queue(module).Push(f.ctx, it))
	}
}

// endBlock ends the block of a time.
func (f *fixture) endBlock(at int64) {
	f.t.Helper()
	f.ctx = keepertest.At(f.ctx, at)
	require.NoError(f.t, f.work.EndBlock(f.ctx))
	for _, i := range f.work.Invariants() {
		require.NoError(f.t, i.Check(f.ctx), i.Name)
	}
}

// stormed has a flood of record 7 that failed, and an ebb of it and work of fields that are pending.
func stormed(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	f.push("tides", queue.Item{At: noon + 1, Record: 7, Kind: 2, Number: 5}, queue.Item{At: noon + 9, Record: 7, Kind: 1})
	f.push("fields", queue.Item{At: noon + 9, Record: 1, Kind: 1}, queue.Item{At: noon + 9, Record: 2, Kind: 1})
	f.stormy = true
	f.endBlock(noon + 3)
	f.stormy = false
	return f
}

func (f *fixture) set(status string) func(context.Context, queue.Item) error {
	return func(_ context.Context, it queue.Item) error {
		f.status[it.Record] = status
		return nil
	}
}

var flood = types.Item{Module: "tides", Record: 7, Kind: "flood", Number: 5, DueAt: noon + 1}

func TestWorkThatFailsIsReported(t *testing.T) {
	f := stormed(t)
	want := types.FailedItem{Item: flood, Reason: "a storm", FailedAt: noon + 3}
	require.Equal(t, []*types.EventWorkFailed{{Failed: want}}, keepertest.Events[*types.EventWorkFailed](t, &f.ctx))
	require.Equal(t, []types.FailedItem{want}, f.work.Failed(f.ctx))
	require.Equal(t, "failed", f.status[7])
	require.Empty(t, f.done)
}

func TestRetryWork(t *testing.T) {
	f := stormed(t)
	f.ctx = keepertest.At(f.ctx, noon+5)
	require.NoError(t, f.work.Retry(f.ctx, "tides", 7, "flood", 5))
	require.Equal(t, []*types.EventWorkRetried{{Item: flood}}, keepertest.Events[*types.EventWorkRetried](t, &f.ctx))
	require.Equal(t, "pending", f.status[7])
	require.Empty(t, f.work.Failed(f.ctx))
	require.Contains(t, f.work.Pending(f.ctx), flood)

	f.endBlock(noon + 5)
	require.Equal(t, []queue.Item{{At: noon + 1, Record: 7, Kind: 2, Number: 5}}, f.done)
	require.ErrorIs(t, f.work.Retry(f.ctx, "tides", 7, "flood", 5), types.ErrNotFailed, "once")
}

func TestRetryWorkRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgRetryWork)

		wantErr error
	}{
		{name: "a signer without an address", change: func(m *types.MsgRetryWork) { m.Sender = "anyone" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "no module", change: func(m *types.MsgRetryWork) { m.Module = "" }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a module with a long name", change: func(m *types.MsgRetryWork) { m.Module = strings.Repeat("x", 33) }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "record 0", change: func(m *types.MsgRetryWork) { m.Record = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "no kind", change: func(m *types.MsgRetryWork) { m.Kind = "" }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a module without block work", change: func(m *types.MsgRetryWork) { m.Module = "bank" }, wantErr: types.ErrUnknownModule},
		{name: "a kind of another module", change: func(m *types.MsgRetryWork) { m.Kind = "sow" }, wantErr: types.ErrUnknownKind},
		{name: "a kind that did not fail", change: func(m *types.MsgRetryWork) { m.Kind = "ebb" }, wantErr: types.ErrNotFailed},
		{name: "another record", change: func(m *types.MsgRetryWork) { m.Record = 8 }, wantErr: types.ErrNotFailed},
		{name: "another number", change: func(m *types.MsgRetryWork) { m.Number = 6 }, wantErr: types.ErrNotFailed},
	}
	f := stormed(t)
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			msg := types.MsgRetryWork{Sender: keepertest.Account("anyone"), Module: "tides", Record: 7, Kind: "flood", Number: 5}
			tc.change(&msg)
			keepertest.Refused(f.kit, f.ctx, f.work.RetryWork, msg, tc.wantErr)
		})
	}
	require.Equal(t, "failed", f.status[7])
}

func TestUpdateParams(t *testing.T) {
	f := newFixture(t)
	f.work.SetBudget(f.ctx, 17)
	require.Equal(t, []*types.EventParamsUpdated{{Params: types.Params{MaxWorkPerBlock: 17}}},
		keepertest.Events[*types.EventParamsUpdated](t, &f.ctx))
	resp, err := f.queries.Params(f.ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, uint64(17), resp.Params.MaxWorkPerBlock)

	msg := types.MsgUpdateParams{Authority: keepertest.Account("governance"), Params: types.Params{MaxWorkPerBlock: 15}}
	keepertest.Refused(f.kit, f.ctx, f.work.UpdateParams, msg, types.ErrInvalidParams)
	msg.Authority = "governance"
	keepertest.Refused(f.kit, f.ctx, f.work.UpdateParams, msg, sdkerrors.ErrInvalidAddress)
	msg.Authority, msg.Params = keepertest.Account("eve"), types.DefaultParams()
	keepertest.Refused(f.kit, f.ctx, f.work.UpdateParams, msg, sdkerrors.ErrUnauthorized)
}

// A record with much work delays another by one turn.
func TestTheBudgetIsFairBetweenRecords(t *testing.T) {
	f := newFixture(t)
	for number := range uint64(1_000) {
		f.push("fields", queue.Item{At: noon, Record: 1, Kind: 1, Number: number})
	}
	f.push("tides", queue.Item{At: noon + 1, Record: 7, Kind: 1})
	f.endBlock(noon + 2)
	require.Len(t, f.done, 16)
	require.Equal(t, queue.Item{At: noon + 1, Record: 7, Kind: 1}, f.done[2], "a turn is two units")
}

func TestQueriesSelect(t *testing.T) {
	f := stormed(t)
	ebb := types.Item{Module: "tides", Record: 7, Kind: "ebb", DueAt: noon + 9}
	sow := func(record uint64) types.Item {
		return types.Item{Module: "fields", Record: record, Kind: "sow", DueAt: noon + 9}
	}
	tests := []struct {
		name   string
		module string
		record uint64

		pending []types.Item
		failed  int
		wantErr error
	}{
		{name: "all", pending: []types.Item{sow(1), sow(2), ebb}, failed: 1},
		{name: "a module", module: "fields", pending: []types.Item{sow(1), sow(2)}},
		{name: "another module", module: "tides", pending: []types.Item{ebb}, failed: 1},
		{name: "a record", module: "fields", record: 2, pending: []types.Item{sow(2)}},
		{name: "a record without work", module: "tides", record: 2},
		{name: "a record of no module", record: 2, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a module without block work", module: "bank", wantErr: types.ErrUnknownModule},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			pending, err := f.queries.Pending(f.ctx, &types.QueryPendingRequest{Module: tc.module, Record: tc.record})
			require.ErrorIs(t, err, tc.wantErr)
			failed, failedErr := f.queries.Failed(f.ctx, &types.QueryFailedRequest{Module: tc.module, Record: tc.record})
			require.ErrorIs(t, failedErr, tc.wantErr)
			if tc.wantErr == nil {
				require.Equal(t, tc.pending, pending.Items)
				require.Len(t, failed.Items, tc.failed)
			}
		})
	}
}

func TestPagesOfQueries(t *testing.T) {
	f := stormed(t)
	first, err := f.queries.Pending(f.ctx, &types.QueryPendingRequest{Pagination: &query.PageRequest{Limit: 2}})
	require.NoError(t, err)
	require.Len(t, first.Items, 2)
	rest, err := f.queries.Pending(f.ctx, &types.QueryPendingRequest{Pagination: &query.PageRequest{Key: first.Pagination.NextKey}})
	require.NoError(t, err)
	require.Len(t, rest.Items, 1)
	for _, offset := range []uint64{1_001, math.MaxUint64} {
		page := &query.PageRequest{Offset: offset}
		_, err = f.queries.Pending(f.ctx, &types.QueryPendingRequest{Pagination: page})
		require.ErrorIs(t, err, sdkerrors.ErrInvalidRequest, "it would be walked to")
		_, err = f.queries.Failed(f.ctx, &types.QueryFailedRequest{Pagination: page})
		require.ErrorIs(t, err, sdkerrors.ErrInvalidRequest)
	}
}

func TestExportOfImportIsTheIdentity(t *testing.T) {
	f := stormed(t)
	for number := range uint64(50) {
		f.push("fields", queue.Item{At: noon + 4, Record: 1, Kind: 1, Number: number})
		f.push("fields", queue.Item{At: noon + 4, Record: 2, Kind: 1, Number: number})
	}
	f.endBlock(noon + 5) // some turns are spent
	g := f.work.Export(f.ctx)
	require.NoError(t, g.Validate())

	other := emptyFixture(t)
	other.ctx = keepertest.At(other.ctx, noon+5)
	require.NoError(t, other.work.InitGenesis(other.ctx, *g))
	require.Equal(t, g, other.work.Export(other.ctx))
	f.done = nil
	for n := range int64(10) {
		f.endBlock(noon + 6 + n)
		other.endBlock(noon + 6 + n)
		require.Equal(t, f.done, other.done, "both go on in the same order")
	}
	require.Equal(t, f.work.Export(f.ctx), other.work.Export(other.ctx))
	require.Empty(t, other.work.Export(other.ctx).Pending)
}

func TestInitGenesisRefusesUnknownWork(t *testing.T) {
	for _, it := range []types.Item{
		{Module: "bank", Record: 1, Kind: "ebb"},
		{Module: "tides", Record: 1, Kind: "sow"},
	} {
		f := emptyFixture(t)
		g := types.GenesisState{Params: types.DefaultParams(), Failed: []types.FailedItem{{Item: it}}}
		require.ErrorIs(t, f.work.InitGenesis(f.ctx, g), types.ErrInvalidGenesis)
		g = types.GenesisState{
			Params: types.DefaultParams(), Pending: []types.Item{it}, Turns: []types.Turn{{Module: it.Module, Record: 1}},
		}
		require.ErrorIs(t, f.work.InitGenesis(f.ctx, g), types.ErrInvalidGenesis)
	}
}
