package demo

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Real data that may lie beside the repository.
const (
	delaware = "../../../../shared/data/water-supply-nyc/reservoirs.csv"
	alicante = "../../../../shared/data/water-demand-alicante/"
)

// waterLines tells a story of water and returns its months and its last line.
func waterLines(t *testing.T, o options) (months []map[string]any, summary map[string]any) {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, o.run(t.Context(), printer{out: &out, json: true}), out.String())
	for line := range strings.Lines(out.String()) {
		summary = nil
		require.NoError(t, json.Unmarshal([]byte(line), &summary), line)
		require.NotEqual(t, "trouble", summary["type"], line)
		if summary["type"] == "water_month" {
			months = append(months, summary)
		}
	}
	require.Equal(t, "water_summary", summary["type"], "the last line")
	require.Equal(t, true, summary["invariants_ok"])
	require.Equal(t, summary["minted_l"].(float64)-summary["burned_l"].(float64), summary["supply_l"])
	require.Equal(t, summary["stock_l"].(float64)+summary["deficit_l"].(float64)+summary["overdraft_l"].(float64), summary["supply_l"])
	return months, summary
}

func TestADroughtRaisesThePriceAndNobodyFallsBelowTheLifeline(t *testing.T) {
	var out bytes.Buffer
	story, err := newWaterStory("", "", 0, fileOptions{})
	require.NoError(t, err)
	require.NoError(t, story.tell(t.Context(), t.TempDir(), printer{out: &out, json: true}))
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
	for what, litres := range map[string]int{"minted_l": 1_718_935, "burned_l": 1_220_350, "stock_l": 498_585, "deficit_l": 0, "traded_l": 101_102} {
		require.EqualValues(t, litres, summary[what], what)
	}
	require.EqualValues(t, lifelineLitres, summary["min_lifeline_l_per_person_day"])
	require.Equal(t, summary["minted_l"].(float64)-summary["burned_l"].(float64), summary["supply_l"])
}

func TestRealReservoirsFeedRealHouseholds(t *testing.T) {
	if _, err := os.Stat(delaware); err != nil {
		t.Skip("the data of water-supply-nyc and water-demand-alicante is not there")
	}
	months, summary := waterLines(t, options{waterSupply: delaware, waterDemand: alicante + "consumption.csv.gz", waterDays: 20})
	require.Len(t, months, 1)
	require.EqualValues(t, lifelineLitres, summary["min_lifeline_l_per_person_day"])
}

// Requirement: faulty meters go through the gateway as they are; what is refused heals with the next good register.
func TestFaultyMetersAreCountedAllTheSame(t *testing.T) {
	if _, err := os.Stat(delaware); err != nil {
		t.Skip("the data of water-supply-nyc and water-demand-alicante is not there")
	}
	_, summary := waterLines(t, options{waterSupply: delaware, waterDemand: alicante + "registers-with-faults.csv.gz", waterDays: 40})
	require.Positive(t, summary["burned_l"])
}

func TestTheScalingLosesNoLitre(t *testing.T) {
	w := waterInput{homes: []waterHome{{name: "a", gain: 700}}, cycle: secondsPerDay}
	require.NoError(t, w.scale(levels{
		names: []string{"dam"}, capacities: map[string]uint64{"dam": 1_000},
		days: []map[string]level{{"dam": {500, 7}}, {"dam": {480, 11}}, {"dam": {501, 3}}},
	}))
	// 21 m3 drawn become 2,100 litres: 100 litres stand for 1 m3.
	require.Equal(t, []int64{500*100 + 700, -20*100 + 1_100, 21*100 + 300}, w.reservoirs[0].days)
	require.EqualValues(t, 100_000, w.reservoirs[0].capacity)
}
