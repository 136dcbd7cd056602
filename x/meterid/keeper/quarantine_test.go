package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// The meter of these tests is opened with 1,000 Wh at noon and plausible at 100 Wh an hour.
func waiter(t *testing.T) (*fixture, uint64) {
	t.Helper()
	f := newFixture(t)
	return f, f.certified("S1", whole, after(0, 1_000, 0))
}

// reports submits registers at their time, or as soon as they are there.
func (f *fixture) reports(id uint64, at ...types.Registers) []types.ReadingCode {
	f.t.Helper()
	batch := make([]types.Reading, len(at))
	for i, r := range at {
		batch[i] = read(ed("S1", 1), id, 1, r)
		if late := r.Time - f.ctx.BlockTime().Unix(); late > 0 {
			f.later(late)
		}
	}
	return f.submit(batch...).Codes
}

const (
	accepted    = types.READING_CODE_ACCEPTED
	held        = types.READING_CODE_QUARANTINED
	wentBack    = types.READING_CODE_REGISTER_WENT_BACK
	monthOfDays = 30
)

func TestAWrongRegisterThatStaysIsNeverAcceptedWithoutTheIssuer(t *testing.T) {
	tests := []struct {
		name    string
		advance func(dayNumber uint64) types.Registers // a reading a day
	}{
		{
			name:    "when it stands still",
			advance: func(n uint64) types.Registers { return after(24*int64(n), 30_000, 0) }, //nolint:gosec // small
		},
		{
			name:    "when it counts on",
			advance: func(n uint64) types.Registers { return after(24*int64(n), 30_000+1_000*n, 0) }, //nolint:gosec // small
		},
		{
			name:    "when it is the register of what is given",
			advance: func(n uint64) types.Registers { return after(24*int64(n), 1_000, 30_000+n) }, //nolint:gosec // small
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f, id := waiter(t)
			for n := uint64(1); n <= monthOfDays; n++ {
				require.Equal(t, []types.ReadingCode{held}, f.reports(id, tc.advance(n)), "day %d", n)
				require.Equal(t, tc.advance(n), f.export().Quarantine[0].Registers, "the newer reading takes the place of the older")
				f.sound()
			}
			require.Empty(t, f.energy.readings())

			q := f.export().Quarantine[0]
			require.LessOrEqual(t, q.ImportDelta, q.ImportPlausible, "time alone has made it plausible")
			require.LessOrEqual(t, q.ExportDelta, q.ExportPlausible)
			_, err := f.msgs.ReleaseReading(f.ctx, f.releasing(id))
			require.NoError(t, err)
			require.Equal(t, []types.ReadingCode{accepted}, f.reports(id, tc.advance(monthOfDays+1)), "it counts on from what was released")
			f.sound()
		})
	}
}

func TestAReadingThatWaitsDecidesWhatElseWaits(t *testing.T) {
	jumped := after(1, 10_000, 0) // 9,000 Wh in an hour
	tests := []struct {
		name  string
		first []types.Registers
		then  types.Registers

		want      types.ReadingCode
		wantWaits *types.Registers
		wantLimit uint64
	}{
		{
			name: "a good reading shows that the fault is over", first: []types.Registers{jumped},
			then: after(2, 1_200, 0), want: accepted,
		},
		{
			name: "so does one just below, once time allows it", first: []types.Registers{jumped},
			then: after(90, 9_999, 0), want: accepted,
		},
		{
			name: "one that reaches as far waits, whatever time allows", first: []types.Registers{jumped},
			then: after(90, 10_000, 0), want: held, wantWaits: &types.Registers{Time: noon + 90*hour, ImportRegister: 10_000}, wantLimit: 9_000,
		},
		{
			name: "one that is too fast for itself waits", first: []types.Registers{jumped},
			then: after(2, 5_000, 0), want: held, wantWaits: &types.Registers{Time: noon + 2*hour, ImportRegister: 5_000}, wantLimit: 4_000,
		},
		{
			name: "a good reading of before is counted, and the fault goes on", first: []types.Registers{after(3, 10_000, 0)},
			then: after(2, 1_200, 0), want: accepted, wantWaits: &types.Registers{Time: noon + 3*hour, ImportRegister: 10_000}, wantLimit: 8_800,
		},
		{
			name: "an older implausible reading does not take the place of a newer one, but its limit counts", first: []types.Registers{after(3, 10_000, 0)},
			then: after(2, 4_000, 0), want: held, wantWaits: &types.Registers{Time: noon + 3*hour, ImportRegister: 10_000}, wantLimit: 3_000,
		},
		{
			name: "a lower limit stays when a newer reading waits", first: []types.Registers{jumped, after(2, 50_000, 0)},
			then: after(95, 10_400, 0), want: held, wantWaits: &types.Registers{Time: noon + 95*hour, ImportRegister: 10_400}, wantLimit: 9_000,
		},
		{
			name: "a register that went back without digits sets no limit", first: []types.Registers{after(1, 0, 0)},
			then: after(2, 1_200, 0), want: accepted,
		},
		{
			name: "a register that went back does not lift the limit of one that jumped", first: []types.Registers{jumped, after(2, 0, 0)},
			then: after(91, 10_000, 0), want: held, wantWaits: &types.Registers{Time: noon + 91*hour, ImportRegister: 10_000}, wantLimit: 9_000,
		},
		{
			name: "a limit is about its own register", first: []types.Registers{jumped},
			then: after(100, 1_000, 9_500), want: accepted,
		},
	}
	for _, tc := range tests {
		for _, together := range []bool{true, false} {
			name := tc.name
			if together {
				name += ", in one batch"
			}
			t.Run(name, func(t *testing.T) {
				f, id := waiter(t)
				all := append(append([]types.Registers{}, tc.first...), tc.then)
				f.later(100 * hour)
				var codes []types.ReadingCode
				if together {
					codes = f.reports(id, all...)
				} else {
					for _, at := range all {
						codes = append(codes, f.reports(id, at)...)
					}
				}
				require.Equal(t, tc.want, codes[len(codes)-1])
				f.sound()
				waits := f.export().Quarantine
				if tc.wantWaits == nil {
					require.Empty(t, waits)
					return
				}
				require.Equal(t, *tc.wantWaits, waits[0].Registers)
				require.Equal(t, tc.wantLimit, waits[0].ImportLimit)
			})
		}
	}
}

func TestAGoodReadingOfBeforeDoesNotLetAWrongRegisterIn(t *testing.T) {
	f, id := waiter(t)
	require.Equal(t, []types.ReadingCode{held, accepted}, f.reports(id, after(3, 10_000, 0), after(2, 1_100, 0)))
	q := f.export().Quarantine[0]
	require.Equal(t, types.QuarantinedReading{
		Meter: id, Registers: after(3, 10_000, 0), ImportDelta: 8_900, ImportPlausible: 101, ExportPlausible: 101, ReceivedAt: noon + 3*hour,
		Code: held, ImportLimit: 8_900,
	}, q, "it is seen from the new registers")
	require.Equal(t, []types.ReadingCode{held}, f.reports(id, after(24*20, 10_000, 0)))
	f.sound()
}

func TestAClosingOfBeforeDoesNotLetAWrongRegisterIn(t *testing.T) {
	f, id := waiter(t)
	require.Equal(t, []types.ReadingCode{held}, f.reports(id, after(3, 10_000, 0)))
	msg := &types.MsgTransferMeter{Issuer: account("issuer"), Meter: id, NewOwner: account("heir"), Closing: after(2, 1_500, 0)}
	_, err := f.msgs.TransferMeter(f.ctx, msg)
	require.NoError(t, err)
	f.consented(id)
	_, err = f.msgs.AcceptTransfer(f.ctx, f.accepting(id))
	require.NoError(t, err)
	require.Equal(t, after(2, 1_500, 0), f.last(id))
	require.Equal(t, uint64(8_500), f.export().Quarantine[0].ImportLimit)
	f.sound()

	require.Equal(t, []types.ReadingCode{held}, f.reports(id, after(24*20, 10_000, 0)))

	msg.NewOwner, msg.Closing = account("owner"), after(24*20, 10_000, 0)
	_, err = f.msgs.TransferMeter(f.ctx, msg)
	require.NoError(t, err)
	f.consented(id)
	_, err = f.msgs.AcceptTransfer(f.ctx, f.accepting(id))
	require.NoError(t, err)
	require.Empty(t, f.export().Quarantine, "the issuer has attested as much")
	f.sound()
}

// Whatever a device that jumped reports afterwards, in whatever order and batches: nothing that reaches the jump is accepted.
func TestNothingThatReachesAJumpIsAccepted(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f, id := waiter(t)
		jump := rapid.Uint64Range(102, 5_000).Draw(rt, "jump")
		require.Equal(rt, []types.ReadingCode{held}, f.reports(id, after(1, 1_000+jump, 0)))
		for range rapid.IntRange(1, 8).Draw(rt, "batches") {
			var batch []types.Registers
			for range rapid.IntRange(1, 4).Draw(rt, "readings") {
				batch = append(batch, types.Registers{
					Time:           noon + hour + rapid.Int64Range(1, 60*hour).Draw(rt, "seconds"),
					ImportRegister: 1_000 + jump + rapid.Uint64Range(0, 6_000).Draw(rt, "beyond"),
				})
			}
			for _, code := range f.reports(id, batch...) {
				require.Equal(rt, held, code)
			}
			require.Equal(rt, jump, f.export().Quarantine[0].ImportLimit)
		}
		f.sound()
	})
}

// A batch has the outcome of its readings one by one.
func TestReadingsThatWaitAreTheSameInOneBatchAndInMany(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var all []types.Registers
		for range rapid.IntRange(1, 10).Draw(rt, "readings") {
			all = append(all, types.Registers{
				Time:           noon + rapid.Int64Range(1, 48*hour).Draw(rt, "seconds"),
				ImportRegister: rapid.SampledFrom([]uint64{0, 900, 1_000, 1_050, 1_500, 3_000, 6_000, 9_000}).Draw(rt, "import"),
				ExportRegister: rapid.SampledFrom([]uint64{0, 0, 0, 50, 4_000}).Draw(rt, "export"),
			})
		}
		one, id := waiter(t)
		one.later(48 * hour)
		together := one.reports(id, all...)
		many, id := waiter(t)
		many.later(48 * hour)
		var apart []types.ReadingCode
		for _, at := range all {
			apart = append(apart, many.reports(id, at)...)
			many.sound()
		}
		require.Equal(rt, apart, together)
		require.Equal(rt, many.export(), one.export())
		require.Equal(rt, many.energy.readings(), one.energy.readings())
	})
}
