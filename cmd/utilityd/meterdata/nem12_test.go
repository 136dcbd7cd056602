package meterdata_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// nemDay is a record 300 of half hours of the same value.
func nemDay(date, value, quality string) string {
	return "300," + date + "," + strings.Repeat(value+",", 48) + quality + ",,,20261121060000,\n"
}

const nemHeader = "100,NEM12,202611200900,MDP1,RETAILER\n"

func nemRegister(nmi, suffix, unit string) string {
	return fmt.Sprintf("200,%s,E1B1Q1,%s,%s,N1,12345,%s,30,\n", nmi, suffix, suffix, unit)
}

func TestNEM12(t *testing.T) {
	const date, next = "20261120", "20261121"
	tests := []struct {
		name string
		text string

		want    map[string]total
		records int
		refused []string
	}{
		{
			name: "import and export of an interval are one record",
			text: nemHeader + nemRegister("N1", "E1", "KWH") + nemDay(date, "0.5", "A") + nemDay(next, "1", "A") +
				nemRegister("N1", "B1", "kWh") + nemDay(date, "0", "A") + nemDay(next, "0.25", "A") + "900\n",
			want: map[string]total{"N1": {"72000", "12000"}}, records: 96,
		},
		{
			name: "tariffs add up, reactive energy is passed over, Wh and MWh are read",
			text: nemHeader + nemRegister("N1", "E1", "WH") + nemDay(date, "500", "A") + nemRegister("N1", "E2", "MWH") + nemDay(date, "0.001", "A") +
				nemRegister("N1", "Q1", "KVARH") + nemDay(date, "7", "A") + "900\n",
			want: map[string]total{"N1": {"72000", "0"}}, records: 48,
		},
		{
			name: "each NMI stands for itself, also without the records 100 and 900",
			text: nemRegister("N1", "E1", "KWH") + nemDay(date, "1", "F") + nemRegister("N2", "B1", "KWH") + nemDay(date, "2", "S53"),
			want: map[string]total{"N1": {"48000", "0"}, "N2": {"0", "96000"}}, records: 96,
		},
		{
			name: "estimated and substituted values count, null ones do not",
			text: nemHeader + nemRegister("N1", "E1", "KWH") + nemDay(date, "1", "V") +
				"400,1,20,A,,\n400,21,21,N,,\n400,22,40,E52,,\n400,41,48,S14,,\n500,O,S01009,20261121,\n900\n",
			want: map[string]total{"N1": {"47000", "0"}}, records: 47,
			refused: []string{`line 3, meter N1: interval 21: E1: expected a value of quality A, E, F or S, got "N"`},
		},
		{
			name: "an interval that counts in one register only counts in none",
			text: nemHeader + nemRegister("N1", "E1", "KWH") + nemDay(date, "1", "A") +
				nemRegister("N1", "B1", "KWH") + nemDay(date, "2", "V") + "400,2,48,A,,\n900\n",
			want: map[string]total{"N1": {"47000", "94000"}}, records: 47,
			refused: []string{"line 3, meter N1: interval 1: B1: expected a record 400 with the quality"},
		},
		{
			name: "a day that one register does not cover does not count",
			text: nemHeader + nemRegister("N1", "E1", "KWH") + nemDay(date, "1", "A") + nemDay(next, "1", "A") +
				nemRegister("N1", "B1", "KWH") + nemDay(next, "2", "A") + "900\n",
			want: map[string]total{"N1": {"48000", "96000"}}, records: 48,
			refused: []string{"line 3, meter N1: expected register B1 to cover the day too"},
		},
		{
			name: "a cell that is no number costs its interval",
			text: nemHeader + nemRegister("N1", "E1", "KWH") + strings.Replace(nemDay(date, "1", "A"), ",1,1,", ",1,,", 1) + "900\n",
			want: map[string]total{"N1": {"47000", "0"}}, records: 47,
			refused: []string{`line 3, meter N1: interval 2: E1: expected a number, got ""`},
		},
		{
			name: "a negative value costs its interval",
			text: nemHeader + nemRegister("N1", "E1", "KWH") + strings.Replace(nemDay(date, "1", "A"), ",1,1,", ",-1,1,", 1) + "900\n",
			want: map[string]total{"N1": {"47000", "0"}}, records: 47,
			refused: []string{`line 3, meter N1: interval 1: E1: expected 0 or more, got "-1"`},
		},
		{
			name: "a day that comes twice counts once",
			text: nemHeader + nemRegister("N1", "E1", "KWH") + nemDay(date, "1", "A") + nemDay(date, "1", "A") + "900\n",
			want: map[string]total{"N1": {"48000", "0"}}, records: 48,
			refused: []string{"line 4, meter N1: expected one record 300 of register E1 for the day, got another"},
		},
		{
			name: "records that are short or unknown are named",
			text: nemHeader + "200,N1,E1\n300,20261120,1\n" + nemRegister("N1", "E1", "KWH") + "300,20261120,1,2,A\n" + nemDay("20261320", "1", "A") +
				"400,1\n250,x\n" + nemRegister("N1", "X1", "KWH") + nemDay(date, "1", "V") + "900\n",
			want: map[string]total{},
			refused: []string{
				"line 2: expected a record 200 with an NMI, a unit and the length of its intervals, got 3 cells",
				"line 5, meter N1: expected a date, 48 values and a quality, got 4 cells",
				`line 6, meter N1: expected a date such as 20261120, got "20261320"`,
				`line 8, meter N1: expected a record 100, 200, 300, 400, 500 or 900, got "250"`,
				`line 9, meter N1: expected a register of import (E1) or export (B1), got "X1"`,
			},
		},
		{
			name: "a record 400 that does not fit is named",
			text: nemHeader + nemRegister("N1", "E1", "KWH") + nemDay(date, "1", "V") + "400,1,49,A,,\n400,1\n400,1,48,A,,\n900\n",
			want: map[string]total{"N1": {"48000", "0"}}, records: 48,
			refused: []string{
				`line 4, meter N1: expected intervals 1 to 48, got "1" to "49"`,
				"line 5, meter N1: expected a record 400 with two intervals and a quality, got 2 cells",
			},
		},
		{
			name: "a day of no register is named",
			text: nemHeader + nemDay(date, "1", "A") + "900\n",
			want: map[string]total{}, refused: []string{"line 2: expected a record 200 before the first record 300"},
		},
		{
			name: "an interval of ten minutes is none of the market",
			text: nemHeader + strings.Replace(nemRegister("N1", "E1", "KWH"), ",30,", ",10,", 1) + nemDay(date, "1", "A") + "900\n",
			want: map[string]total{}, refused: []string{`line 2, meter N1: expected intervals of 5, 15 or 30 minutes, got "10"`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := mustRead(t, tt.text, meterdata.Options{})
			require.Equal(t, tt.want, c.totals)
			require.Len(t, c.records, tt.records)
			require.Equal(t, tt.refused, c.reasons())
			require.Equal(t, meterdata.NEM12, c.format.Layout)
		})
	}
}

func TestNEM12TimesAreThoseOfTheMarket(t *testing.T) {
	c := mustRead(t, nemRegister("N1", "E1", "KWH")+nemDay("20261120", "1", "A"), meterdata.Options{Format: meterdata.NEM12})
	require.Len(t, c.records, 48)
	require.Equal(t, "2026-11-20T00:00:00+10:00", time.Unix(c.records[0].Start, 0).In(time.FixedZone("", 36_000)).Format(time.RFC3339))
	for i, r := range c.records {
		require.Equal(t, c.records[0].Start+int64(i)*1_800, r.Start)
		require.Equal(t, r.Start+1_800, r.End)
	}
}
