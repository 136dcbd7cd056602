package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/meterid/register"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// certified is a bound meter with these registers: of the form, opened at noon, plausible at 100 Wh an hour.
func (f *fixture) certified(serial string, form register.Form, at types.Registers) uint64 {
	f.t.Helper()
	msg := registration(ed(serial, 1), serial)
	msg.RegisterUnitNumerator, msg.RegisterUnitDenominator, msg.RegisterDigits = form.Numerator, form.Denominator, form.Digits
	msg.MaxRatePerHour = 100
	r, err := f.msgs.RegisterMeter(f.ctx, msg)
	require.NoError(f.t, err)
	_, err = f.msgs.ActivateMeter(f.ctx, activation(ed(serial, 1), r.Meter, at))
	require.NoError(f.t, err)
	f.bind(r.Meter, "energy")
	return r.Meter
}

var (
	whole  = register.Form{Numerator: 1, Denominator: 1}
	tenths = register.Form{Numerator: 1, Denominator: 10}
)

func digits(form register.Form, n uint32) register.Form {
	form.Digits = n
	return form
}

// after are registers some hours after noon.
func after(hours int64, imported, exported uint64) types.Registers {
	return types.Registers{Time: noon + hours*hour, ImportRegister: imported, ExportRegister: exported}
}

// A register that shows less has wrapped, or only the issuer can explain it.
func TestARegisterThatShowsLess(t *testing.T) {
	tests := []struct {
		name    string
		form    register.Form
		opening types.Registers
		at      types.Registers

		want           types.ReadingCode
		wantImport     uint64
		wantExport     uint64
		wantQuarantine *types.QuarantinedReading // without what it repeats
	}{
		{
			name: "wraps if its digits and the rate allow it", form: digits(whole, 6),
			opening: after(0, 999_990, 0), at: after(1, 5, 0),
			want: types.READING_CODE_ACCEPTED, wantImport: 15,
		},
		{
			name: "wraps with all that the rate allows, and a step", form: digits(whole, 6),
			opening: after(0, 999_990, 0), at: after(1, 91, 0),
			want: types.READING_CODE_ACCEPTED, wantImport: 101,
		},
		{
			name: "waits if the rate does not allow a wrap", form: digits(whole, 6),
			opening: after(0, 999_990, 0), at: after(1, 92, 0),
			want:           types.READING_CODE_REGISTER_WENT_BACK,
			wantQuarantine: &types.QuarantinedReading{ImportDelta: 102, ImportPlausible: 101, ExportPlausible: 101, ImportLimit: 102},
		},
		{
			name: "waits if it ran back by a little", form: digits(whole, 6),
			opening: after(0, 12_640, 0), at: after(1, 12_610, 0),
			want:           types.READING_CODE_REGISTER_WENT_BACK,
			wantQuarantine: &types.QuarantinedReading{ImportDelta: 999_970, ImportPlausible: 101, ExportPlausible: 101, ImportLimit: 999_970},
		},
		{
			name: "waits if it has no digits, and has no limit", form: whole,
			opening: after(0, 999_990, 0), at: after(1, 5, 0),
			want:           types.READING_CODE_REGISTER_WENT_BACK,
			wantQuarantine: &types.QuarantinedReading{ImportPlausible: 101, ExportPlausible: 101},
		},
		{
			name: "waits also if the amount of a wrap needs more than 64 bits", form: register.Form{Numerator: 1_000, Denominator: 1, Digits: 19},
			opening: after(0, 8, 0), at: after(1, 7, 0),
			want:           types.READING_CODE_REGISTER_WENT_BACK,
			wantQuarantine: &types.QuarantinedReading{ImportDelta: 1<<64 - 1, ImportPlausible: 1_100, ExportPlausible: 1_100, ImportLimit: 1e19 - 1},
		},
		{
			name: "wraps by the export register as well", form: digits(whole, 3),
			opening: after(0, 7, 999), at: after(1, 8, 0),
			want: types.READING_CODE_ACCEPTED, wantImport: 1, wantExport: 1,
		},
		{
			name: "waits with the other register, which is too fast", form: whole,
			opening: after(0, 7, 999), at: after(1, 109, 0),
			want:           types.READING_CODE_REGISTER_WENT_BACK,
			wantQuarantine: &types.QuarantinedReading{ImportDelta: 102, ImportPlausible: 101, ExportPlausible: 101, ImportLimit: 102},
		},
		{
			name: "of more digits than the meter has is refused", form: digits(whole, 6),
			opening: after(0, 999_990, 0), at: after(1, 1_000_000, 0),
			want: types.READING_CODE_TOO_MANY_DIGITS,
		},
		{
			name: "counts tenths over a wrap", form: digits(tenths, 4),
			opening: after(0, 9_999, 0), at: after(1, 8, 0),
			want: types.READING_CODE_ACCEPTED, wantImport: 1,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.certified("S1", tc.form, tc.opening)
			f.later(hour)
			r := f.submit(read(ed("S1", 1), id, 1, tc.at))
			require.Equal(t, []types.ReadingCode{tc.want}, r.Codes)
			f.sound()
			if tc.want == types.READING_CODE_ACCEPTED {
				require.Equal(t, tc.at, f.last(id))
				counted := f.energy.readings()[0]
				require.Equal(t, []uint64{tc.wantImport, tc.wantExport}, []uint64{counted.Import, counted.Export})
				return
			}
			require.Empty(t, f.energy.batches)
			require.Equal(t, tc.opening, f.last(id))
			waiting := f.export().Quarantine
			if tc.wantQuarantine == nil {
				require.Equal(t, uint32(1), r.Rejected)
				require.Empty(t, waiting)
				return
			}
			require.Equal(t, uint32(1), r.Quarantined)
			want := *tc.wantQuarantine
			want.Meter, want.Registers, want.ReceivedAt, want.Code = id, tc.at, noon+hour, tc.want
			require.Equal(t, []types.QuarantinedReading{want}, waiting)
		})
	}
}

func TestReleaseOfARegisterThatShowsLess(t *testing.T) {
	release := func(f *fixture, id uint64) (*types.MsgReleaseReadingResponse, error) {
		return f.msgs.ReleaseReading(f.ctx, f.releasing(id))
	}
	t.Run("with digits is a wrap, however fast", func(t *testing.T) {
		f := newFixture(t)
		id := f.certified("S1", digits(whole, 6), after(0, 999_990, 0))
		f.later(hour)
		f.submit(read(ed("S1", 1), id, 1, after(1, 4_000, 0)))
		r, err := release(f, id)
		require.NoError(t, err)
		require.Equal(t, uint64(4_010), r.ImportDelta)
		require.Equal(t, after(1, 4_000, 0), f.last(id))
		require.Empty(t, f.export().Quarantine)
		f.sound()
	})
	t.Run("without digits has no amount, so the issuer has to say where it counts on", func(t *testing.T) {
		f := newFixture(t)
		id := f.certified("S1", whole, after(0, 999_990, 0))
		f.later(hour)
		f.submit(read(ed("S1", 1), id, 1, after(1, 5, 0)))
		before := f.export()
		_, err := release(f, id)
		f.refused(before, err, types.ErrRegistersGoBack)
		require.ErrorContains(t, err, "rebase-registers")
	})
	t.Run("of more than a reading carries is refused", func(t *testing.T) {
		f := newFixture(t)
		id := f.certified("S1", digits(whole, 19), after(0, 8, 0))
		f.later(hour)
		f.submit(read(ed("S1", 1), id, 1, after(1, 7, 0)))
		before := f.export()
		_, err := release(f, id)
		f.refused(before, err, types.ErrRegistersGoBack)
	})
}

// What a module is given adds up to the floor of what the registers have counted, whatever comes in between.
func TestAmountsOfReadingsAreExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		form := register.Form{
			Numerator:   rapid.Uint64Range(1, 1_000).Draw(rt, "numerator"),
			Denominator: rapid.Uint64Range(1, 1_000).Draw(rt, "denominator"),
			Digits:      rapid.Uint32Range(0, 3).Draw(rt, "digits"),
		}
		f := newFixture(t)
		at := after(0, rapid.Uint64Range(0, 9).Draw(rt, "import"), rapid.Uint64Range(0, 9).Draw(rt, "export"))
		if form.Digits > 0 {
			at.ImportRegister, at.ExportRegister = at.ImportRegister%10, at.ExportRegister%10
		}
		id := f.certified("S1", form, at)
		before := f.totals(id)
		for range rapid.IntRange(1, 12).Draw(rt, "readings") {
			at.Time += rapid.Int64Range(1, 20*hour).Draw(rt, "seconds")
			at.ImportRegister += rapid.Uint64Range(0, 600).Draw(rt, "imported")
			at.ExportRegister += rapid.Uint64Range(0, 3).Draw(rt, "exported")
			for n, limit := uint32(0), uint64(10); form.Digits > 0; n++ {
				if n+1 == form.Digits {
					at.ImportRegister, at.ExportRegister = at.ImportRegister%limit, at.ExportRegister%limit
					break
				}
				limit *= 10
			}
			f.later(at.Time - f.ctx.BlockTime().Unix())
			f.submit(read(ed("S1", 1), id, 1, at))
		}
		var imported, exported uint64
		for _, r := range f.energy.readings() {
			imported, exported = imported+r.Import, exported+r.Export
		}
		now := f.totals(id)
		require.Equal(rt, now.Import-before.Import, imported)
		require.Equal(rt, now.Export-before.Export, exported)
		f.sound()
	})
}

func (f *fixture) totals(id uint64) types.Totals {
	f.t.Helper()
	totals, err := f.keeper.Totals(f.ctx, id)
	require.NoError(f.t, err)
	return totals
}

func TestRegistersOfMoreDigitsThanTheMeterHasAreAttestedForNothing(t *testing.T) {
	tooMany := after(1, 1_000, 0)
	tests := []struct {
		name   string
		attest func(f *fixture, meter, successor uint64) error
	}{
		{name: "as an opening", attest: func(f *fixture, _, successor uint64) error {
			_, err := f.msgs.ActivateMeter(f.ctx, activation(ed("S2", 1), successor, tooMany))
			return err
		}},
		{name: "as the closing of an owner", attest: func(f *fixture, meter, _ uint64) error {
			_, err := f.msgs.TransferMeter(f.ctx, &types.MsgTransferMeter{
				Issuer: account("issuer"), Meter: meter, NewOwner: account("heir"), Closing: tooMany,
			})
			return err
		}},
		{name: "as the closing of a device", attest: func(f *fixture, meter, successor uint64) error {
			_, err := f.msgs.ReplaceMeter(f.ctx, &types.MsgReplaceMeter{
				Issuer: account("issuer"), Meter: meter, NewMeter: successor, Closing: tooMany, Opening: after(1, 0, 0),
			})
			return err
		}},
		{name: "as the opening of a device", attest: func(f *fixture, meter, successor uint64) error {
			_, err := f.msgs.ReplaceMeter(f.ctx, &types.MsgReplaceMeter{
				Issuer: account("issuer"), Meter: meter, NewMeter: successor, Closing: after(1, 10, 0), Opening: tooMany,
			})
			return err
		}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			meter := f.certified("S1", digits(whole, 3), after(0, 1, 0))
			twin := registration(ed("S2", 1), "S2")
			twin.RegisterDigits = 3
			r, err := f.msgs.RegisterMeter(f.ctx, twin)
			require.NoError(t, err)
			f.later(hour)
			before := f.export()
			f.refused(before, tc.attest(f, meter, r.Meter), types.ErrTooManyDigits)
		})
	}
}

// A closing has wrapped if that is plausible, as a reading has; a slip of the pen is no wrap.
func TestAClosingThatShowsLess(t *testing.T) {
	propose := func(f *fixture, id uint64, closing types.Registers) error {
		_, err := f.msgs.TransferMeter(f.ctx, &types.MsgTransferMeter{
			Issuer: account("issuer"), Meter: id, NewOwner: account("heir"), Closing: closing,
		})
		return err
	}
	f := newFixture(t)
	id := f.certified("S1", digits(whole, 3), after(0, 990, 0))
	f.later(hour)
	require.ErrorIs(t, propose(f, id, after(1, 989, 0)), types.ErrRegistersGoBack)
	require.NoError(t, propose(f, id, after(1, 10, 0)))
	f.consented(id)
	_, err := f.msgs.AcceptTransfer(f.ctx, f.accepting(id))
	require.NoError(t, err)
	require.Equal(t, uint64(20), f.energy.readings()[0].Import)
	require.Equal(t, after(1, 10, 0), f.last(id))
	f.sound()
}

// A reading that came between the proposal and its acceptance may have gone beyond a closing that wrapped: nothing is to add.
func TestAReadingMayPassAClosingThatWrapped(t *testing.T) {
	f := newFixture(t)
	id := f.certified("S1", digits(whole, 3), after(0, 990, 0))
	f.later(2 * hour)
	_, err := f.msgs.TransferMeter(f.ctx, &types.MsgTransferMeter{
		Issuer: account("issuer"), Meter: id, NewOwner: account("heir"), Closing: after(2, 10, 0),
	})
	require.NoError(t, err)
	require.Equal(t, []types.ReadingCode{types.READING_CODE_ACCEPTED}, f.submit(read(ed("S1", 1), id, 1, after(1, 20, 0))).Codes)
	f.consented(id)
	_, err = f.msgs.AcceptTransfer(f.ctx, f.accepting(id))
	require.NoError(t, err)
	require.Equal(t, after(1, 20, 0), f.last(id))
	require.Len(t, f.energy.readings(), 1)
	f.sound()
}
