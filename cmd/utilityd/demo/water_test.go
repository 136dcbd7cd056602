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
	oroville = "../../../../shared/data/water-supply-california/reservoirs.csv"
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
	story, err := newWaterStory("data/reservoirs.csv", "data/taps.csv", 0, 60, fileOptions{})
	require.NoError(t, err)
	lines := waterLines(t, options{waterSupply: "data/reservoirs.csv", waterDemand: "data/taps.csv", firmShare: 60})
	prices := map[string]float64{}
	for _, month := range lines["water_month"] {
		prices[month["month"].(string)] = month["reference_price_per_l"].(float64)
		require.EqualValues(t, 50, month["least_lifeline_l_per_person_day"], month["month"])
		require.EqualValues(t, 50, month["guaranteed_l_per_person_day"], month["month"])
		require.EqualValues(t, 0, month["overdraft_l"], month["month"])
	}
	require.Greater(t, prices["2000-07"], prices["2000-01"], "the drought is in its fifth month")
	require.Less(t, prices["2000-11"], prices["2000-07"], "it rains again")
	var rain, firm, drawn int64
	for _, r := range story.input.reservoirs {
		for _, litres := range r.days {
			if rain += litres; r.Class == "FIRM" {
				firm += litres
			}
		}
	}
	for _, home := range story.input.homes {
		drawn += 12 * int64(home.gain)
	}
	require.Equal(t, drawn*60/100, firm, "the firm share")
	summary := lines["water_summary"][0]
	for what, litres := range map[string]int64{
		"minted_l": rain, "burned_l": drawn, "stock_l": rain - drawn, "deficit_l": 0, "firm_inflow_l": firm,
		"min_lifeline_l_per_person_day": 50, "guaranteed_l_per_person_day": 50,
	} {
		require.EqualValues(t, litres, summary[what], what)
	}
	checkTrades(t, lines)
}

// checkTrades expects homes that draw little for each person to have sold to those that draw much: what is paid is earned, to the unit.
func checkTrades(t *testing.T, lines map[string][]map[string]any) {
	t.Helper()
	sum, homes := map[string]float64{}, map[string]map[string]any{}
	for _, home := range lines["household"] {
		homes[home["home"].(string)] = home
		for _, what := range []string{"bought_l", "sold_l", "paid_ueur", "earned_ueur"} {
			sum[what] += home[what].(float64)
		}
	}
	require.Positive(t, sum["sold_l"])
	require.Equal(t, sum["sold_l"], sum["bought_l"])
	require.Equal(t, sum["earned_ueur"], sum["paid_ueur"])
	require.Equal(t, lines["water_summary"][0]["traded_l"], sum["sold_l"])
	require.Positive(t, homes["house-04"]["earned_ueur"], "it draws the least for each person")
	require.Zero(t, homes["house-04"]["paid_ueur"])
	require.Positive(t, homes["house-08"]["paid_ueur"], "it draws the most for each person")
	require.Zero(t, homes["house-08"]["earned_ueur"])
}

func TestRealReservoirsFeedRealHouseholds(t *testing.T) {
	if _, err := os.Stat(delaware); err != nil {
		t.Skip("the data of water-supply-nyc, water-supply-california and water-demand-alicante is not there")
	}
	for _, supply := range []string{delaware, oroville} {
		lines := waterLines(t, options{waterSupply: supply, waterDemand: alicante + "consumption.csv.gz", waterDays: 20, firmShare: 60})
		require.Len(t, lines["water_month"], 1)
		require.EqualValues(t, 50, lines["water_summary"][0]["min_lifeline_l_per_person_day"])
	}
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

	// A firm source brings a third of 2,101 litres, day by day, and the reservoirs the rest.
	w = waterInput{homes: []waterHome{{Name: "a", gain: 2_101}}, cycle: 3 * secondsPerDay, firmShare: 33}
	require.NoError(t, w.scale([]*dam{{name: "dam", capacity: 1_000, stored: []uint64{500, 480, 501}, drawn: []uint64{7, 11, 3}}}))
	require.Equal(t, []int64{231, 231, 231}, w.reservoirs[1].days)
	require.EqualValues(t, 1_000*1_408/21, w.reservoirs[0].Capacity)
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
