package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/register"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// rebasing is the valid message that the device of a meter of the fixture was reset a minute after noon.
func rebasing(meter uint64) *types.MsgRebaseRegisters {
	return &types.MsgRebaseRegisters{
		Issuer: account("issuer"), Meter: meter, Closing: step(1), Opening: types.Registers{Time: noon + 60},
	}
}

func TestRebaseRegisters(t *testing.T) {
	for _, status := range []types.MeterStatus{types.METER_STATUS_ACTIVE, types.METER_STATUS_SUSPENDED} {
		t.Run("of a meter that is "+status.String(), func(t *testing.T) {
			f := newFixture(t)
			id := f.in(status, "S1")
			before := f.totals(id)
			r, err := f.msgs.RebaseRegisters(f.ctx, rebasing(id))
			require.NoError(t, err)
			require.Equal(t, &types.MsgRebaseRegistersResponse{ImportDelta: 1}, r)
			f.emitted(&types.EventRegistersRebased{
				Meter: id, Owner: account("owner"), Closing: step(1), Opening: types.Registers{Time: noon + 60}, ImportDelta: 1,
			})
			require.Equal(t, types.Registers{Time: noon + 60}, f.last(id))
			require.Equal(t, types.Totals{Import: before.Import + 1, Export: before.Export}, f.totals(id), "only the closing was counted")
			require.Equal(t, uint64(1), f.energy.readings()[0].Import)
			require.Equal(t, []string{"readings"}, f.energy.told)
			f.sound()
		})
	}
}

func TestRebaseRegistersIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		status types.MeterStatus // ACTIVE if nothing is said
		after  string
		change func(*types.MsgRebaseRegisters)

		wantErr error
	}{
		{name: "by its owner", change: func(m *types.MsgRebaseRegisters) { m.Issuer = account("owner") }, wantErr: types.ErrNotIssuer},
		{name: "without a signer", change: func(m *types.MsgRebaseRegisters) { m.Issuer = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "by a revoked issuer", after: "revocation", wantErr: types.ErrIssuerInactive},
		{name: "of meter 0", change: func(m *types.MsgRebaseRegisters) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "of no meter", change: func(m *types.MsgRebaseRegisters) { m.Meter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "before its activation", status: types.METER_STATUS_REGISTERED, wantErr: types.ErrWrongStatus},
		{name: "after its life", status: types.METER_STATUS_RETIRED, wantErr: types.ErrWrongStatus},
		{name: "with a closing at a negative time", change: func(m *types.MsgRebaseRegisters) { m.Closing.Time = -1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "with an opening at a negative time", change: func(m *types.MsgRebaseRegisters) { m.Opening.Time = -1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "with an opening before the closing", change: func(m *types.MsgRebaseRegisters) { m.Opening.Time = noon + 59 }, wantErr: types.ErrTimeOutOfRange},
		{name: "with an opening in the future", change: func(m *types.MsgRebaseRegisters) { m.Opening.Time = noon + 61 }, wantErr: types.ErrTimeOutOfRange},
		{
			name:    "with a closing in the future",
			change:  func(m *types.MsgRebaseRegisters) { m.Closing.Time, m.Opening.Time = noon+61, noon+61 },
			wantErr: types.ErrTimeOutOfRange,
		},
		{name: "with a closing before the last reading", change: func(m *types.MsgRebaseRegisters) { m.Closing.Time = noon - 1 }, wantErr: types.ErrTimeOutOfRange},
		{name: "with a closing that goes back", change: func(m *types.MsgRebaseRegisters) { m.Closing.ImportRegister = 0 }, wantErr: types.ErrRegistersGoBack},
		{
			name:    "with a closing that is too far",
			change:  func(m *types.MsgRebaseRegisters) { m.Closing.ExportRegister = 1 << 60 },
			wantErr: types.ErrAmountTooLarge,
		},
		{
			name:    "with a closing at the time of the last reading that counts something",
			change:  func(m *types.MsgRebaseRegisters) { m.Closing.Time = noon },
			wantErr: types.ErrTimeOutOfRange,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			if tc.status == types.METER_STATUS_UNSPECIFIED {
				tc.status = types.METER_STATUS_ACTIVE
			}
			id := f.in(tc.status, "S1")
			f.meanwhile(tc.after, "S1", id)
			msg := rebasing(id)
			if tc.change != nil {
				tc.change(msg)
			}
			before := f.export()
			_, err := f.msgs.RebaseRegisters(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

func TestRebaseRegistersHasDigits(t *testing.T) {
	f := newFixture(t)
	id := f.certified("S1", digits(whole, 3), after(0, 990, 0))
	f.later(hour)
	before := f.export()
	_, err := f.msgs.RebaseRegisters(f.ctx, &types.MsgRebaseRegisters{
		Issuer: account("issuer"), Meter: id, Closing: after(1, 995, 0), Opening: after(1, 1_000, 0),
	})
	f.refused(before, err, types.ErrTooManyDigits)
	_, err = f.msgs.RebaseRegisters(f.ctx, &types.MsgRebaseRegisters{
		Issuer: account("issuer"), Meter: id, Closing: after(1, 1_000, 0), Opening: after(1, 0, 0),
	})
	f.refused(before, err, types.ErrTooManyDigits)
}

// The way out of a register that wrapped without digits: the closing is where it would stand, had it not wrapped.
func TestARegisterThatWrappedWithoutDigitsCountsOnOnceRebased(t *testing.T) {
	f := newFixture(t)
	id := f.certified("S1", whole, after(0, 999_990, 0))
	require.Equal(t, []types.ReadingCode{wentBack}, f.reports(id, after(1, 5, 0)))
	_, err := f.msgs.RebaseRegisters(f.ctx, &types.MsgRebaseRegisters{
		Issuer: account("issuer"), Meter: id, Closing: after(1, 1_000_005, 0), Opening: after(1, 5, 0),
	})
	require.NoError(t, err)
	require.Empty(t, f.export().Quarantine)
	require.Equal(t, []types.ReadingCode{accepted, accepted}, f.reports(id, after(2, 15, 0), after(3, 20, 0)))
	counted := uint64(0)
	for _, r := range f.energy.readings() {
		counted += r.Import
	}
	require.Equal(t, uint64(30), counted)
	f.sound()
}

// The way out of a register that jumped and stays: what is beyond the jump counts, the jump does not.
func TestARegisterThatJumpedCountsOnOnceRebased(t *testing.T) {
	f, id := waiter(t)
	require.Equal(t, []types.ReadingCode{held}, f.reports(id, after(1, 51_000, 0)))
	_, err := f.msgs.RebaseRegisters(f.ctx, &types.MsgRebaseRegisters{
		Issuer: account("issuer"), Meter: id, Closing: after(1, 1_040, 0), Opening: after(1, 51_000, 0),
	})
	require.NoError(t, err)
	require.Equal(t, []types.ReadingCode{accepted}, f.reports(id, after(2, 51_060, 0)))
	require.Equal(t, []uint64{40, 60}, []uint64{f.energy.readings()[0].Import, f.energy.readings()[1].Import})
	f.sound()
}

// Nobody gains: nothing that was proposed or read about the registers of before counts after them.
func TestNothingIsCountedTwiceAfterRebasing(t *testing.T) {
	f := newFixture(t)
	id, successor := f.bound("S1"), f.registered("S2")
	f.later(hour)
	readings := []types.Reading{read(ed("S1", 1), id, 1, step(15)), read(ed("S1", 1), id, 1, step(30))}
	f.submit(readings...)
	closing := step(60)
	_, err := f.msgs.TransferMeter(f.ctx, &types.MsgTransferMeter{
		Issuer: account("issuer"), Meter: id, NewOwner: account("heir"), Closing: closing,
	})
	require.NoError(t, err)
	_, err = f.msgs.ReplaceMeter(f.ctx, &types.MsgReplaceMeter{
		Issuer: account("issuer"), Meter: id, NewMeter: successor, Closing: closing, Opening: types.Registers{Time: closing.Time},
	})
	require.NoError(t, err)

	// The reset was before the closing that was proposed.
	_, err = f.msgs.RebaseRegisters(f.ctx, &types.MsgRebaseRegisters{
		Issuer: account("issuer"), Meter: id, Closing: step(45), Opening: types.Registers{Time: noon + 45*60},
	})
	require.NoError(t, err)

	_, err = f.msgs.AcceptTransfer(f.ctx, f.accepting(id))
	require.ErrorIs(t, err, types.ErrNoProposal)
	_, err = f.msgs.AcceptReplacement(f.ctx, f.replacing(id))
	require.ErrorIs(t, err, types.ErrNoProposal)
	again := f.submit(append(readings, read(ed("S1", 1), id, 1, step(40)))...)
	require.Equal(t, []types.ReadingCode{
		types.READING_CODE_TIME_WENT_BACK, types.READING_CODE_TIME_WENT_BACK, types.READING_CODE_TIME_WENT_BACK,
	}, again.Codes)

	require.Equal(t, []types.ReadingCode{accepted}, f.reports(id, types.Registers{Time: noon + 50*60, ImportRegister: 5}))
	counted, from := uint64(0), noon
	for _, r := range f.energy.readings() {
		require.Equal(t, from, r.From, "no span is counted twice or not at all")
		counted, from = counted+r.Import, r.To
	}
	require.Equal(t, uint64(50), counted)
	f.sound()
}

// However often a device is reset and wraps, the fractions of a Wh add up.
func TestRebasingKeepsFractions(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := newFixture(t)
		form := register.Form{Numerator: rapid.Uint64Range(1, 9).Draw(rt, "numerator"), Denominator: 10, Digits: 4}
		id := f.certified("S1", form, after(0, 0, 0))
		steps, hours, shows := uint64(0), int64(0), uint64(0)
		for range rapid.IntRange(1, 10).Draw(rt, "rounds") {
			advance := rapid.Uint64Range(0, 90).Draw(rt, "steps")
			hours, steps, shows = hours+1, steps+advance, (shows+advance)%10_000
			f.later(hour)
			if rapid.Bool().Draw(rt, "reset") {
				opening := rapid.Uint64Range(9_900, 9_999).Draw(rt, "opening")
				_, err := f.msgs.RebaseRegisters(f.ctx, &types.MsgRebaseRegisters{
					Issuer: account("issuer"), Meter: id, Closing: after(hours, shows, 0), Opening: after(hours, opening, 0),
				})
				require.NoError(rt, err)
				shows = opening
				continue
			}
			require.Equal(rt, []types.ReadingCode{accepted}, f.reports(id, after(hours, shows, 0)))
		}
		counted := uint64(0)
		for _, r := range f.energy.readings() {
			counted += r.Import
		}
		require.Equal(rt, steps*form.Numerator/form.Denominator, counted)
		f.sound()
	})
}
