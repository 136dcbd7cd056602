package gateway_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

var steps = gateway.Unit{Numerator: 1, Denominator: 1}

func amounts(from, to int64, importing, exporting uint64) *meterdata.Record {
	return &meterdata.Record{
		Kind: meterdata.Amounts, Start: from, End: to, Import: meterdata.Of(importing), Export: meterdata.Of(exporting),
	}
}

// times and registers of entries.
func counted(entries []gateway.Entry) (out []meteridtypes.Registers) {
	for _, e := range entries {
		out = append(out, meteridtypes.Registers{
			Time: e.Reading.Time, ImportRegister: e.Reading.ImportRegister, ExportRegister: e.Reading.ExportRegister,
		})
	}
	return out
}

func TestAnIntervalEndsAReadingAndAGapBeginsOne(t *testing.T) {
	var c gateway.Counter
	c.Resume(meteridtypes.Registers{Time: 1_000, ImportRegister: 100, ExportRegister: 10})
	entries, fate, _ := c.Count(nil, steps, amounts(1_000, 1_900, 25, 0))
	require.Equal(t, gateway.Taken, fate)
	entries, _, _ = c.Count(entries, steps, amounts(1_900, 2_800, 0, 25))
	entries, _, _ = c.Count(entries, steps, amounts(3_700, 4_600, 1, 0))
	require.Equal(t, []meteridtypes.Registers{
		{Time: 1_900, ImportRegister: 125, ExportRegister: 10},
		{Time: 2_800, ImportRegister: 125, ExportRegister: 35},
		{Time: 3_700, ImportRegister: 125, ExportRegister: 35},
		{Time: 4_600, ImportRegister: 126, ExportRegister: 35},
	}, counted(entries))
}

// litres makes a record one of water.
func litres(r *meterdata.Record) *meterdata.Record {
	r.Litres = true
	return r
}

func TestTheFateOfARow(t *testing.T) {
	tests := []struct {
		name   string
		record *meterdata.Record
		unit   gateway.Unit

		want       gateway.Fate
		wantReason string
		wantLast   meteridtypes.Registers
	}{
		{
			name:   "the same interval again",
			record: amounts(1_000, 1_900, 25, 0),

			want: gateway.Duplicate, wantReason: "same numbers",
		},
		{
			name:   "the same interval with other numbers",
			record: amounts(1_000, 1_900, 26, 0),

			want: gateway.Conflict, wantReason: "other numbers",
		},
		{
			name:   "an interval across what was taken",
			record: amounts(1_500, 2_400, 1, 0),

			want: gateway.Conflict, wantReason: "intervals overlap",
		},
		{
			name:   "volumes for a meter of electricity",
			record: litres(amounts(1_900, 2_800, 1, 0)),
			unit:   gateway.Unit{Numerator: 1, Denominator: 1, Medium: meteridtypes.MEDIUM_ELECTRICITY},

			want: gateway.Refused, wantReason: "measures electricity, got a volume",
		},
		{
			name:   "energy for a meter of water",
			record: amounts(1_900, 2_800, 1, 0),
			unit:   gateway.Unit{Numerator: 1, Denominator: 1, Medium: meteridtypes.MEDIUM_WATER},

			want: gateway.Refused, wantReason: "measures water, got an amount of energy",
		},
		{
			name:   "an interval before the opening",
			record: amounts(100, 1_000, 1, 0),

			want: gateway.Earlier, wantReason: "counts from",
		},
		{
			name:   "an interval that ends where it begins",
			record: amounts(1_900, 1_900, 1, 0),

			want: gateway.Refused, wantReason: "expected an interval",
		},
		{
			name:   "more than a register can hold",
			record: amounts(1_900, 2_800, 1<<64-1, 0),

			want: gateway.Refused, wantReason: "more than a register can count",
		},
		{
			name:   "an amount beyond the digits of the register wraps",
			record: amounts(1_900, 2_800, 950, 0),
			unit:   gateway.Unit{Numerator: 1, Denominator: 1, Modulus: 1_000},

			want: gateway.Taken, wantLast: meteridtypes.Registers{Time: 2_800, ImportRegister: 75, ExportRegister: 10},
		},
		{
			name:   "tenths of a Wh are counted in tenths",
			record: amounts(1_900, 2_800, 3, 0),
			unit:   gateway.Unit{Numerator: 1, Denominator: 10},

			want: gateway.Taken, wantLast: meteridtypes.Registers{Time: 2_800, ImportRegister: 155, ExportRegister: 10},
		},
		{
			name:   "the one register of a source is its export register",
			record: &meterdata.Record{Kind: meterdata.Registers, Single: true, End: 2_000, Import: meterdata.Of(500)},
			unit:   gateway.Unit{Numerator: 1, Denominator: 1, Exports: true},

			want: gateway.Taken, wantLast: meteridtypes.Registers{Time: 2_000, ExportRegister: 500},
		},
		{
			name:   "the registers of the last moment again",
			record: &meterdata.Record{Kind: meterdata.Registers, End: 1_900, Import: meterdata.Of(125), Export: meterdata.Of(10)},

			want: gateway.Duplicate,
		},
		{
			name:   "registers of a clock that was set back",
			record: &meterdata.Record{Kind: meterdata.Registers, End: 1_899, Import: meterdata.Of(126)},

			want: gateway.Conflict, wantReason: "clock was set back",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			var c gateway.Counter
			c.Resume(meteridtypes.Registers{Time: 1_000, ImportRegister: 100, ExportRegister: 10})
			_, _, _ = c.Count(nil, steps, amounts(1_000, 1_900, 25, 0))
			before := c.Last()
			unit := tc.unit
			if unit.Numerator == 0 {
				unit = steps
			}
			entries, fate, reason := c.Count(nil, unit, tc.record)
			require.Equal(t, tc.want, fate, reason)
			require.Contains(t, reason, tc.wantReason)
			if fate == gateway.Taken {
				require.Equal(t, tc.wantLast, c.Last())
				return
			}
			require.Empty(t, entries)
			require.Equal(t, before, c.Last(), "what is not taken changes nothing")
		})
	}
}

// After any sequence of amounts the register is the opening and the floor of the exact sum, whatever the unit, and however often
// the process was exchanged for one that has only the last entry.
func TestRegistersAreTheFloorOfTheExactSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := gateway.Unit{
			Numerator:   rapid.Uint64Range(1, 1_000_000_000).Draw(t, "numerator"),
			Denominator: rapid.Uint64Range(1, 1_000_000_000).Draw(t, "denominator"),
		}
		if rapid.Bool().Draw(t, "wraps") {
			unit.Modulus = 1_000_000
		}
		opening := meteridtypes.Registers{Time: 0, ImportRegister: rapid.Uint64Range(0, 999_999).Draw(t, "opening")}
		c := &gateway.Counter{}
		c.Resume(opening)
		sum := new(big.Rat)
		for n := range rapid.IntRange(1, 20).Draw(t, "intervals") {
			r := amounts(int64(n), int64(n)+1, rapid.Uint64Range(0, 1_000).Draw(t, "whole"), 0)
			r.Import.Part = rapid.Uint64Range(0, meterdata.Scale-1).Draw(t, "part")
			part := new(big.Rat).SetFrac(new(big.Int).SetUint64(r.Import.Part), new(big.Int).SetUint64(meterdata.Scale))
			sum.Add(sum, part.Add(part, new(big.Rat).SetInt(new(big.Int).SetUint64(r.Import.Whole))))
			entries, fate, reason := c.Count(nil, unit, r)
			require.Equal(t, gateway.Taken, fate, reason)
			if rapid.Bool().Draw(t, "restarted") {
				c = &gateway.Counter{}
				c.Restore(&entries[len(entries)-1])
				c.Resume(opening)
			}
		}
		steps := sum.Mul(sum, new(big.Rat).SetFrac(new(big.Int).SetUint64(unit.Denominator), new(big.Int).SetUint64(unit.Numerator)))
		want := new(big.Int).Quo(steps.Num(), steps.Denom())
		want.Add(want, new(big.Int).SetUint64(opening.ImportRegister))
		if unit.Modulus != 0 {
			want.Mod(want, new(big.Int).SetUint64(unit.Modulus))
		}
		require.Equal(t, want.String(), new(big.Int).SetUint64(c.Last().ImportRegister).String())
	})
}

// A row that was taken and is forgotten is not called one that never was, also after the journal was read again.
func TestAForgottenRowIsEarlier(t *testing.T) {
	dir := t.TempDir()
	journal, err := gateway.OpenJournal(dir, gateway.Header{}, 1<<20)
	require.NoError(t, err)
	c := journal.Counter("m")
	c.Resume(meteridtypes.Registers{Time: 1_000})
	row := func(n int64) *meterdata.Record { return amounts(1_000+n*900, 1_900+n*900, 1, 0) }
	for n := range int64(300) {
		_, fate, reason := c.Count(nil, steps, row(n))
		require.Equal(t, gateway.Taken, fate, reason)
	}
	_, fate, _ := c.Count(nil, steps, row(0))
	require.Equal(t, gateway.Duplicate, fate)
	require.NoError(t, journal.Rewrite())
	require.NoError(t, journal.Close())
	journal, err = gateway.OpenJournal(dir, gateway.Header{}, 1<<20)
	require.NoError(t, err)
	defer func() { require.NoError(t, journal.Close()) }()
	c = journal.Counter("m")
	_, fate, reason := c.Count(nil, steps, row(0))
	require.Equal(t, gateway.Earlier, fate, reason)
	for n := range int64(300) {
		_, fate, reason := c.Count(nil, steps, row(300+n))
		require.Equal(t, gateway.Taken, fate, reason)
	}
	_, fate, reason = c.Count(nil, steps, row(150))
	require.Equal(t, gateway.Earlier, fate, reason)
}
