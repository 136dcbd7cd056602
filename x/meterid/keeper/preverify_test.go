package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	protov2 "google.golang.org/protobuf/proto"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/authz"

	"github.com/utilityd/utilityd/x/meterid/keeper"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// fakeTx carries messages.
type fakeTx []sdk.Msg

func (tx fakeTx) GetMsgs() []sdk.Msg                                { return tx }
func (fakeTx) GetMsgsV2() ([]protov2.Message, error)                { return nil, nil }
func passOn(ctx sdk.Context, _ sdk.Tx, _ bool) (sdk.Context, error) { return ctx, nil }

func TestPreverify(t *testing.T) {
	exec := func(msgs ...sdk.Msg) sdk.Msg {
		m := authz.NewMsgExec(accountBytes("gateway"), msgs)
		return &m
	}
	tests := []struct {
		name     string
		check    bool
		recheck  bool
		simulate bool
		gas      uint64 // enough, if nothing is said
		wrap     func(sdk.Msg) sdk.Msg

		want int // batches remembered
	}{
		{name: "a batch in CheckTx is verified", check: true, wrap: func(m sdk.Msg) sdk.Msg { return m }, want: 1},
		{name: "a batch inside another message is verified", check: true, wrap: func(m sdk.Msg) sdk.Msg { return exec(m) }, want: 1},
		{name: "a batch two messages deep is not", check: true, wrap: func(m sdk.Msg) sdk.Msg { return exec(exec(m)) }},
		{name: "a batch in ReCheckTx is not verified again", check: true, recheck: true, wrap: func(m sdk.Msg) sdk.Msg { return m }},
		{name: "a simulated batch is not", check: true, simulate: true, wrap: func(m sdk.Msg) sdk.Msg { return m }},
		{name: "a batch that its gas does not pay for is not", check: true, gas: 4*types.DefaultParams().GasPerReading - 1, wrap: func(m sdk.Msg) sdk.Msg { return m }},
		{
			name:  "of two batches of 4 and 3 readings the gas of 6 pays for one",
			check: true,
			gas:   6 * types.DefaultParams().GasPerReading,
			wrap: func(m sdk.Msg) sdk.Msg {
				batch := m.(*types.MsgSubmitReadings)
				return exec(m, &types.MsgSubmitReadings{Gateway: batch.Gateway, Readings: batch.Readings[:3]})
			},
			want: 1,
		},
		{name: "delivery verifies by itself", wrap: func(m sdk.Msg) sdk.Msg { return m }},
		{name: "other messages have no batch", check: true, wrap: func(sdk.Msg) sdk.Msg { return &types.MsgRetireMeter{} }},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.bound("S1")
			f.later(hour)
			good, bad := read(ed("S1", 1), id, 1, step(15)), read(ed("S2", 1), id, 1, step(30))
			msg := &types.MsgSubmitReadings{Gateway: account("gateway"), Readings: []types.Reading{good, good, bad, {Meter: 99}}}
			if tc.gas == 0 {
				tc.gas = 1_000_000
			}
			ctx := f.ctx.WithIsCheckTx(tc.check).WithIsReCheckTx(tc.recheck).WithGasMeter(storetypes.NewGasMeter(tc.gas))

			_, err := keeper.NewPreverifyDecorator(f.keeper).AnteHandle(ctx, fakeTx{tc.wrap(msg)}, tc.simulate, passOn)
			require.NoError(t, err)
			require.Equal(t, tc.want, f.keeper.RememberedBatches())
			require.Zero(t, ctx.GasMeter().GasConsumed(), "the message pays when it is delivered")

			r, err := f.msgs.SubmitReadings(f.ctx, msg)
			require.NoError(t, err)
			require.Equal(t, []types.ReadingCode{
				types.READING_CODE_ACCEPTED, types.READING_CODE_DUPLICATE, types.READING_CODE_BAD_SIGNATURE, types.READING_CODE_UNKNOWN_METER,
			}, r.Codes, "the outcome is the same whether the batch was seen before or not")
			require.Equal(t, 1, f.keeper.RememberedBatches(), "delivery asks for exactly what CheckTx has verified")
		})
	}
}

func TestPreverifyRefuses(t *testing.T) {
	tests := []struct {
		name string
		msg  *types.MsgSubmitReadings

		wantErr error
	}{
		{name: "a batch that is too large", msg: &types.MsgSubmitReadings{Gateway: account("gateway"), Readings: make([]types.Reading, 1_025)}, wantErr: types.ErrBatchSize},
		{name: "an empty batch", msg: &types.MsgSubmitReadings{Gateway: account("gateway")}, wantErr: types.ErrBatchSize},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			m := authz.NewMsgExec(accountBytes("gateway"), []sdk.Msg{tc.msg})
			for _, msg := range []sdk.Msg{tc.msg, &m} {
				_, err := keeper.NewPreverifyDecorator(f.keeper).AnteHandle(f.ctx.WithIsCheckTx(true), fakeTx{msg}, false, passOn)
				require.ErrorIs(t, err, tc.wantErr)
			}
		})
	}
}

// A reading that was verified with a key counts only with that key: the memo holds keys, not meters.
func TestPreverifyDoesNotOutliveAKey(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	f.later(hour)
	msg := &types.MsgSubmitReadings{Gateway: account("gateway"), Readings: []types.Reading{read(ed("S1", 1), id, 1, step(15))}}
	_, err := keeper.NewPreverifyDecorator(f.keeper).AnteHandle(f.ctx.WithIsCheckTx(true), fakeTx{msg}, false, passOn)
	require.NoError(t, err)
	_, err = f.msgs.RotateKey(f.ctx, handOver("S1", id))
	require.NoError(t, err)
	r, err := f.msgs.SubmitReadings(f.ctx, msg)
	require.NoError(t, err)
	require.Equal(t, types.READING_CODE_BAD_SIGNATURE, r.Codes[0])
}

// A simulation is free, so it verifies no signature: a bad one counts as good in it, and costs the same gas.
func TestASimulationVerifiesNoSignature(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	f.later(hour)
	bad := read(ed("S2", 1), id, 1, types.Registers{Time: noon + hour, ImportRegister: 1_001, ExportRegister: 500})
	msg := &types.MsgSubmitReadings{Gateway: account("gateway"), Readings: []types.Reading{bad}}
	remembered := f.keeper.RememberedBatches()
	simulated, _ := f.ctx.WithExecMode(sdk.ExecModeSimulate).CacheContext()
	resp, err := f.msgs.SubmitReadings(simulated, msg)
	require.NoError(t, err)
	require.Equal(t, types.READING_CODE_ACCEPTED, resp.Codes[0])
	require.Equal(t, remembered, f.keeper.RememberedBatches())
	resp, err = f.msgs.SubmitReadings(f.ctx, msg)
	require.NoError(t, err)
	require.Equal(t, types.READING_CODE_BAD_SIGNATURE, resp.Codes[0], "delivered")
}
