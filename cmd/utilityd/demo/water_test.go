package demo

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// Real data that may lie beside the repository.
const (
	delaware = "../../../../shared/data/water-supply-nyc/reservoirs.csv"
	alicante = "../../../../shared/data/water-demand-alicante/"
)

// waterLines runs a story of water and returns its JSON lines by type.
func waterLines(t *testing.T, o options) map[string][]map[string]any {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, o.run(t.Context(), printer{out: &out, json: true}), out.String())
	lines := map[string][]map[string]any{}
	var last map[string]any
	for line := range strings.Lines(out.String()) {
		last = nil
		require.NoError(t, json.Unmarshal([]byte(line), &last), line)
		kind := last["type"].(string)
		lines[kind] = append(lines[kind], last)
	}
	require.Empty(t, lines["trouble"])
	require.Equal(t, "water_summary", last["type"], "the last line")
	require.Equal(t, true, last["invariants_ok"])
	require.Equal(t, last["minted_l"].(float64)-last["burned_l"].(float64), last["supply_l"])
	require.Equal(t, last["stock_l"].(float64)+last["deficit_l"].(float64)+last["overdraft_l"].(float64), last["supply_l"])
	return lines
}

func TestADroughtRaisesThePriceAndNobodyFallsBelowTheLifeline(t *testing.T) {
	var out bytes.Buffer
	story, err := newWaterStory("data/reservoirs.csv", "data/taps.csv", 0, fileOptions{})
	require.NoError(t, err)
	require.NoError(t, story.run(t.Context(), t.TempDir(), printer{out: &out, json: true}))
	prices := map[string]float64{}
	var summary map[string]any
	for line := range strings.Lines(out.String()) {
		summary = nil
		require.NoError(t, json.Unmarshal([]byte(line), &summary), line)
		if summary["type"] == "water_month" {
			prices[summary["month"].(string)] = summary["reference_price_per_l"].(float64)
		}
	}
	require.Equal(t, "water_summary", summary["type"])
	require.Greater(t, prices["2000-07"], prices["2000-01"], "the drought is in its fifth month")
	require.Less(t, prices["2000-11"], prices["2000-07"], "it rains again")
	var rain int64
	for _, r := range story.input.reservoirs {
		for _, litres := range r.days {
			rain += litres
		}
	}
	var drawn int64
	for _, home := range story.input.homes {
		drawn += 12 * int64(home.gain)
	}
	for what, litres := range map[string]int64{"minted_l": rain, "burned_l": drawn, "stock_l": rain - drawn, "deficit_l": 0} {
		require.EqualValues(t, litres, summary[what], what)
	}
	// The traded volume differs by some hundred litres from run to run.
	require.InDelta(t, 101_000, summary["traded_l"], 1_000)
	require.EqualValues(t, 50, summary["min_lifeline_l_per_person_day"])
	require.Equal(t, summary["minted_l"].(float64)-summary["burned_l"].(float64), summary["supply_l"])
}

func TestRealReservoirsFeedRealHouseholds(t *testing.T) {
	if _, err := os.Stat(delaware); err != nil {
		t.Skip("the data of water-supply-nyc and water-demand-alicante is not there")
	}
	lines := waterLines(t, options{waterSupply: delaware, waterDemand: alicante + "consumption.csv.gz", waterDays: 20})
	require.Len(t, lines["water_month"], 1)
	require.EqualValues(t, 50, lines["water_summary"][0]["min_lifeline_l_per_person_day"])
}

// Requirement: faulty meters go through the gateway as they are; what is refused heals with the next good register.
func TestFaultyMetersAreCountedAllTheSame(t *testing.T) {
	if _, err := os.Stat(delaware); err != nil {
		t.Skip("the data of water-supply-nyc and water-demand-alicante is not there")
	}
	lines := waterLines(t, options{waterSupply: delaware, waterDemand: alicante + "registers-with-faults.csv.gz", waterDays: 40})
	require.Positive(t, lines["water_summary"][0]["burned_l"])
}

func TestTheScalingLosesNoLitre(t *testing.T) {
	w := waterInput{homes: []waterHome{{Name: "a", gain: 700}}, cycle: secondsPerDay}
	require.NoError(t, w.scale([]*dam{{name: "dam", capacity: 1_000, stored: []uint64{500, 480, 501}, drawn: []uint64{7, 11, 3}}}))
	// 21 m3 drawn become 2,100 litres: 100 litres stand for 1 m3.
	require.Equal(t, []int64{500*100 + 700, -20*100 + 1_100, 21*100 + 300}, w.reservoirs[0].days)
	require.EqualValues(t, 100_000, w.reservoirs[0].Capacity)
}

// Of these files the README beside them states the outcome: what each of three meters has drawn.
func TestRegistersAsTheyComeAreDrawnExactly(t *testing.T) {
	if _, err := os.Stat(edge); err != nil {
		t.Skip("the made-up files of data/edge are not there")
	}
	tests := []struct {
		name   string
		file   string
		unit   meterdata.Unit
		digits uint32
		days   int

		want [3]int
		// named is how many readings are named because they do not simply count.
		named int
	}{
		{
			name: "registers in litres",
			file: "water-good.csv",
			days: 14,

			want: [3]int{2_240, 2_240, 2_240},
		},
		{
			name:   "registers in cubic metres, of seven digits in litres",
			file:   "water-m3-3-decimals.csv",
			unit:   meterdata.CubicMetre,
			digits: 7,
			days:   14,

			want: [3]int{2_240, 2_240, 2_240},
		},
		{
			name: "a register shows 0 once",
			file: "water-glitch-to-0-and-back.csv",
			days: 14,

			want:  [3]int{2_240, 2_240, 2_240},
			named: 1,
		},
		{
			name:   "a register shows 0 once, which is too fast for a wrap",
			file:   "water-glitch-to-0-and-back.csv",
			digits: 7,
			days:   14,

			want:  [3]int{2_240, 2_240, 2_240},
			named: 1,
		},
		{
			name:   "a register wraps, and comes again after two weeks",
			file:   "water-rollover-6-digits.csv",
			digits: 6,
			days:   28,

			want: [3]int{4_480, 4_480, 4_480},
		},
		{
			name: "a register wraps that was certified without digits",
			file: "water-rollover-6-digits.csv",
			days: 14,

			want:  [3]int{2_240, 90, 2_240},
			named: 321,
		},
		{
			name: "a register runs back by 30 litres",
			file: "water-reverse-30-litres.csv",
			days: 14,

			want:  [3]int{2_240, 2_240, 2_240},
			named: 4,
		},
		{
			name: "a leak runs for three days",
			file: "water-leak-3-days.csv",
			days: 14,

			want: [3]int{2_240, 2_240, 31_040},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			lines := waterLines(t, options{
				waterSupply: filepath.Join(edge, "reservoir.csv"), waterDemand: filepath.Join(edge, tc.file), waterDays: tc.days,
				files: fileOptions{Options: meterdata.Options{Unit: tc.unit}, digits: tc.digits},
			})
			require.Len(t, lines["household"], 3)
			for i, home := range lines["household"] {
				require.EqualValues(t, tc.want[i], home["drawn_l"], home["home"])
			}
			require.Len(t, lines["reading"], tc.named)
		})
	}
}
