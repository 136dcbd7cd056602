package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// The meter of these tests has the opening registers 1000 and 500 at noon and measures at most 10 kWh an hour.
func TestSubmitReadingIsJudged(t *testing.T) {
	tests := []struct {
		name    string
		status  types.MeterStatus // ACTIVE and bound, if nothing is said
		unbound bool
		at      types.Registers
		now     int64 // seconds after noon; an hour if nothing is said

		want     types.ReadingCode
		imported uint64
		exported uint64
	}{
		{
			name:     "a good reading is accepted",
			at:       types.Registers{Time: noon + hour, ImportRegister: 3_000, ExportRegister: 600},
			want:     types.READING_CODE_ACCEPTED,
			imported: 2_000,
			exported: 100,
		},
		{
			name: "nothing measured is a good reading",
			at:   types.Registers{Time: noon + 1, ImportRegister: 1_000, ExportRegister: 500},
			want: types.READING_CODE_ACCEPTED,
		},
		{
			name: "the opening registers are a duplicate",
			at:   opening,
			want: types.READING_CODE_DUPLICATE,
		},
		{
			name:    "an unbound meter has duplicates too",
			unbound: true,
			at:      opening,
			want:    types.READING_CODE_DUPLICATE,
		},
		{
			name:    "an unbound meter counts nowhere",
			unbound: true,
			at:      types.Registers{Time: noon + hour, ImportRegister: 3_000, ExportRegister: 600},
			want:    types.READING_CODE_UNBOUND,
		},
		{
			name:   "a registered meter does not count yet",
			status: types.METER_STATUS_REGISTERED,
			at:     types.Registers{Time: noon + hour, ImportRegister: 3_000, ExportRegister: 600},
			want:   types.READING_CODE_NOT_ACTIVATED,
		},
		{
			name:   "a suspended meter does not count",
			status: types.METER_STATUS_SUSPENDED,
			at:     types.Registers{Time: noon + hour, ImportRegister: 3_000, ExportRegister: 600},
			want:   types.READING_CODE_SUSPENDED,
		},
		{
			name:   "a suspended meter has no duplicates",
			status: types.METER_STATUS_SUSPENDED,
			at:     opening,
			want:   types.READING_CODE_SUSPENDED,
		},
		{
			name:   "a retired meter does not count any more",
			status: types.METER_STATUS_RETIRED,
			at:     types.Registers{Time: noon + hour, ImportRegister: 3_000, ExportRegister: 600},
			want:   types.READING_CODE_RETIRED,
		},
		{
			name: "the same time with another import register is a conflict",
			at:   types.Registers{Time: noon, ImportRegister: 1_001, ExportRegister: 500},
			want: types.READING_CODE_CONFLICT,
		},
		{
			name: "the same time with another export register is a conflict",
			at:   types.Registers{Time: noon, ImportRegister: 1_000, ExportRegister: 499},
			want: types.READING_CODE_CONFLICT,
		},
		{
			name: "a time before the last one goes back",
			at:   types.Registers{Time: noon - 1, ImportRegister: 1_000, ExportRegister: 500},
			want: types.READING_CODE_TIME_WENT_BACK,
		},
		{
			name: "a negative time goes back",
			at:   types.Registers{Time: -1 << 63, ImportRegister: 1_000, ExportRegister: 500},
			want: types.READING_CODE_TIME_WENT_BACK,
		},
		{
			name: "a minute ahead of block time is a clock that is a little fast",
			at:   types.Registers{Time: noon + hour + 60, ImportRegister: 1_000, ExportRegister: 500},
			want: types.READING_CODE_ACCEPTED,
		},
		{
			name: "more than a minute ahead is the future",
			at:   types.Registers{Time: noon + hour + 61, ImportRegister: 1_000, ExportRegister: 500},
			want: types.READING_CODE_IN_FUTURE,
		},
		{
			name: "the end of time is the future",
			at:   types.Registers{Time: 1<<63 - 1, ImportRegister: 1_000, ExportRegister: 500},
			want: types.READING_CODE_IN_FUTURE,
		},
		{
			name: "a reading may be a week old",
			now:  7*day + hour,
			at:   types.Registers{Time: noon + hour, ImportRegister: 1_001, ExportRegister: 500},
			want: types.READING_CODE_ACCEPTED, imported: 1,
		},
		{
			name: "a reading that is older than a week is too old",
			now:  7*day + hour,
			at:   types.Registers{Time: noon + hour - 1, ImportRegister: 1_001, ExportRegister: 500},
			want: types.READING_CODE_TOO_OLD,
		},
		{
			name: "an import register below the last one goes back",
			at:   types.Registers{Time: noon + hour, ImportRegister: 999, ExportRegister: 500},
			want: types.READING_CODE_REGISTER_WENT_BACK,
		},
		{
			name: "an export register below the last one goes back",
			at:   types.Registers{Time: noon + hour, ImportRegister: 1_000, ExportRegister: 0},
			want: types.READING_CODE_REGISTER_WENT_BACK,
		},
		{
			name: "all that the rate allows is plausible, and a step of the register",
			at:   types.Registers{Time: noon + hour, ImportRegister: 11_001, ExportRegister: 10_501},
			want: types.READING_CODE_ACCEPTED, imported: 10_001, exported: 10_001,
		},
		{
			name: "what the rate allows is rounded down, and a step may end within the second",
			at:   types.Registers{Time: noon + 1, ImportRegister: 1_003, ExportRegister: 500},
			want: types.READING_CODE_ACCEPTED, imported: 3,
		},
		{
			name: "one Wh of import above the rate and a step is quarantined",
			at:   types.Registers{Time: noon + hour, ImportRegister: 11_002, ExportRegister: 500},
			want: types.READING_CODE_QUARANTINED,
		},
		{
			name: "one Wh of export above the rate and a step is quarantined",
			at:   types.Registers{Time: noon + hour, ImportRegister: 1_000, ExportRegister: 10_502},
			want: types.READING_CODE_QUARANTINED,
		},
		{
			name: "the largest amount that a reading carries is implausible",
			at:   types.Registers{Time: noon + hour, ImportRegister: 1_000 + types.MaxDelta, ExportRegister: 500},
			want: types.READING_CODE_QUARANTINED,
		},
		{
			name: "more than a reading carries is too large",
			at:   types.Registers{Time: noon + hour, ImportRegister: 1_001 + types.MaxDelta, ExportRegister: 500},
			want: types.READING_CODE_TOO_LARGE,
		},
		{
			name: "the largest register is too large",
			at:   types.Registers{Time: noon + hour, ImportRegister: 1_000, ExportRegister: 1<<64 - 1},
			want: types.READING_CODE_TOO_LARGE,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			var id uint64
			switch {
			case tc.unbound:
				id = f.active("S1")
			case tc.status != types.METER_STATUS_UNSPECIFIED:
				id = f.in(tc.status, "S1")
			default:
				id = f.bound("S1")
			}
			if tc.now == 0 {
				tc.now = hour
			}
			f.later(tc.now)

			r := f.submit(read(ed("S1", 1), id, 1, tc.at))

			require.Equal(t, []types.ReadingCode{tc.want}, r.Codes)
			f.sound()
			if tc.want != types.READING_CODE_ACCEPTED {
				require.Empty(t, f.energy.batches)
				return
			}
			require.Equal(t, tc.at, f.last(id))
			require.Equal(t, []types.AcceptedReading{{
				Meter: id, Owner: account("owner"), Ref: 3, Slot: id,
				From: noon, To: tc.at.Time, Import: tc.imported, Export: tc.exported,
				ImportRegister: tc.at.ImportRegister, ExportRegister: tc.at.ExportRegister,
			}}, f.energy.readings())
		})
	}
}

func TestSubmitReadingByItsSignature(t *testing.T) {
	good := types.Registers{Time: noon + hour, ImportRegister: 3_000, ExportRegister: 600}
	tests := []struct {
		name   string
		change func(*types.Reading)

		want types.ReadingCode
	}{
		{name: "as it was signed", change: func(*types.Reading) {}, want: types.READING_CODE_ACCEPTED},
		{name: "with a bit of the time flipped", change: func(r *types.Reading) { r.Time ^= 1 }, want: types.READING_CODE_BAD_SIGNATURE},
		{name: "with a bit of the import flipped", change: func(r *types.Reading) { r.ImportRegister ^= 1 << 63 }, want: types.READING_CODE_BAD_SIGNATURE},
		{name: "with a bit of the export flipped", change: func(r *types.Reading) { r.ExportRegister ^= 1 }, want: types.READING_CODE_BAD_SIGNATURE},
		{name: "with a bit of the signature flipped", change: func(r *types.Reading) { r.Signature[63] ^= 1 }, want: types.READING_CODE_BAD_SIGNATURE},
		{name: "for another meter", change: func(r *types.Reading) { r.Meter = 2 }, want: types.READING_CODE_BAD_SIGNATURE},
		{name: "for a meter that there is not", change: func(r *types.Reading) { r.Meter = 3 }, want: types.READING_CODE_UNKNOWN_METER},
		{name: "for meter 0", change: func(r *types.Reading) { r.Meter = 0 }, want: types.READING_CODE_UNKNOWN_METER},
		{name: "for the last meter that there can be", change: func(r *types.Reading) { r.Meter = 1<<64 - 1 }, want: types.READING_CODE_UNKNOWN_METER},
		{name: "without a signature", change: func(r *types.Reading) { r.Signature = nil }, want: types.READING_CODE_BAD_SIGNATURE},
		{name: "with half a signature", change: func(r *types.Reading) { r.Signature = r.Signature[:32] }, want: types.READING_CODE_BAD_SIGNATURE},
		{name: "with a signature that goes on", change: func(r *types.Reading) { r.Signature = append(r.Signature, 0) }, want: types.READING_CODE_BAD_SIGNATURE},
		{name: "with the key of another meter", change: func(r *types.Reading) { *r = read(ed("S2", 1), 1, 1, good) }, want: types.READING_CODE_BAD_SIGNATURE},
		{name: "with the next version of its key", change: func(r *types.Reading) { *r = read(ed("S1", 2), 1, 2, good) }, want: types.READING_CODE_BAD_SIGNATURE},
		{name: "with another number of the same key", change: func(r *types.Reading) { *r = read(ed("S1", 1), 1, 2, good) }, want: types.READING_CODE_BAD_SIGNATURE},
		{
			name: "for another chain",
			change: func(r *types.Reading) {
				message, err := reading.Reading{
					ChainID: chainID + "0", Meter: 1, KeyVersion: 1, Time: r.Time, Import: r.ImportRegister, Export: r.ExportRegister,
				}.AppendBytes(nil)
				r.Signature = sign(ed("S1", 1), message, err)
			},
			want: types.READING_CODE_BAD_SIGNATURE,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			f.bound("S1")
			f.bound("S2")
			f.later(hour)
			r := read(ed("S1", 1), 1, 1, good)
			tc.change(&r)
			require.Equal(t, []types.ReadingCode{tc.want}, f.submit(r).Codes)
			f.sound()
		})
	}
}

func TestSubmitReadingAfterRotation(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	_, err := f.msgs.RotateKey(f.ctx, handOver("S1", id))
	require.NoError(t, err)
	f.later(hour)
	at := types.Registers{Time: noon + hour, ImportRegister: 3_000, ExportRegister: 600}
	require.Equal(t, types.READING_CODE_BAD_SIGNATURE, f.submit(read(ed("S1", 1), id, 1, at)).Codes[0], "the old key")
	require.Equal(t, types.READING_CODE_BAD_SIGNATURE, f.submit(read(ed("S1", 1), id, 2, at)).Codes[0], "the old key with the new number")
	require.Equal(t, types.READING_CODE_ACCEPTED, f.submit(read(ed("S1", 2), id, 2, at)).Codes[0], "the new key")
}

func TestSubmitReadingsByDirection(t *testing.T) {
	tests := []struct {
		name      string
		direction types.Direction
		imported  uint64
		exported  uint64

		want types.ReadingCode
	}{
		{name: "consumption advances import", direction: types.DIRECTION_CONSUMPTION, imported: 1, want: types.READING_CODE_ACCEPTED},
		{name: "consumption does not advance export", direction: types.DIRECTION_CONSUMPTION, exported: 1, want: types.READING_CODE_WRONG_DIRECTION},
		{name: "production advances export", direction: types.DIRECTION_PRODUCTION, exported: 1, want: types.READING_CODE_ACCEPTED},
		{name: "production does not advance import", direction: types.DIRECTION_PRODUCTION, imported: 1, want: types.READING_CODE_WRONG_DIRECTION},
		{name: "both advance both", direction: types.DIRECTION_BIDIRECTIONAL, imported: 1, exported: 1, want: types.READING_CODE_ACCEPTED},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			msg := registration(ed("S1", 1), "S1")
			msg.Direction, msg.RegisterUnitNumerator = tc.direction, 100
			_, err := f.msgs.RegisterMeter(f.ctx, msg)
			require.NoError(t, err)
			_, err = f.msgs.ActivateMeter(f.ctx, activation(ed("S1", 1), 1, opening))
			require.NoError(t, err)
			f.bind(1, "energy")
			f.later(hour)
			at := types.Registers{Time: noon + hour, ImportRegister: 1_000 + tc.imported, ExportRegister: 500 + tc.exported}
			require.Equal(t, tc.want, f.submit(read(ed("S1", 1), 1, 1, at)).Codes[0])
			if tc.want == types.READING_CODE_ACCEPTED {
				require.Equal(t, 100*tc.imported, f.energy.readings()[0].Import, "registers step by 100 Wh")
				require.Equal(t, 100*tc.exported, f.energy.readings()[0].Export, "registers step by 100 Wh")
			}
		})
	}
}

func TestSubmitReadingsIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgSubmitReadings)

		wantErr error
	}{
		{name: "without readings", change: func(m *types.MsgSubmitReadings) { m.Readings = nil }, wantErr: types.ErrBatchSize},
		{
			name:    "with more readings than a batch may have",
			change:  func(m *types.MsgSubmitReadings) { m.Readings = make([]types.Reading, 1_025) },
			wantErr: types.ErrBatchSize,
		},
		{name: "without a signer", change: func(m *types.MsgSubmitReadings) { m.Gateway = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{
			name:    "by an account of another chain",
			change:  func(m *types.MsgSubmitReadings) { m.Gateway = "cosmos1qyqszqgpqyqszqgpqyqszqgpqyqszqgpjnp7du" },
			wantErr: sdkerrors.ErrInvalidAddress,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.bound("S1")
			msg := &types.MsgSubmitReadings{
				Gateway:  account("gateway"),
				Readings: []types.Reading{read(ed("S1", 1), id, 1, types.Registers{Time: noon + 1, ImportRegister: 1_000, ExportRegister: 500})},
			}
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.SubmitReadings(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

// The rate bounds the sum of all readings, however short their spans: of readings of 1 Wh a second apart, 20 and a step pass in 12 minutes
// where 100 Wh an hour are plausible.
func TestARateBoundsTheSumAndNotEachReading(t *testing.T) {
	for _, register := range []string{"import", "export"} {
		t.Run(register, func(t *testing.T) {
			f := newFixture(t)
			id := f.certified("S1", whole, after(0, 1_000, 500))
			f.later(2 * hour)
			accepted := uint64(0)
			for second := int64(1); second <= 720; second++ {
				next := types.Registers{Time: noon + second, ImportRegister: 1_000, ExportRegister: 500}
				if register == "import" {
					next.ImportRegister += accepted + 1
				} else {
					next.ExportRegister += accepted + 1
				}
				if f.submit(read(ed("S1", 1), id, 1, next)).Accepted == 0 {
					// The issuer looks at the device: the register was set back to what was counted.
					last := f.last(id)
					_, err := f.msgs.RebaseRegisters(f.ctx, &types.MsgRebaseRegisters{
						Issuer: account("issuer"), Meter: id, Closing: last, Opening: types.Registers{
							Time: noon + second, ImportRegister: last.ImportRegister, ExportRegister: last.ExportRegister,
						},
					})
					require.NoError(t, err)
					continue
				}
				accepted++
			}
			require.Equal(t, uint64(21), accepted, "the rate and one step")
			f.sound()
		})
	}
}
