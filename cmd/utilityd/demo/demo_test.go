package demo

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

// fontana is real data that may lie beside the repository.
const fontana = "../../../../shared/data/energy-fontana/energy.csv.gz"

// summary is the last line of a story of electricity.
type summary struct {
	Type         string         `json:"type"`
	Epochs       uint64         `json:"epochs"`
	Members      uint64         `json:"members"`
	Readings     gateway.Counts `json:"readings"`
	Rows         gateway.Rows   `json:"rows"`
	SupplyWh     uint64         `json:"supply_wh"`
	DemandWh     uint64         `json:"demand_wh"`
	NettedWh     uint64         `json:"netted_wh"`
	FromGridWh   uint64         `json:"from_grid_wh"`
	ToGridWh     uint64         `json:"to_grid_wh"`
	Charged      uint64         `json:"charged"`
	Credited     uint64         `json:"credited"`
	InvariantsOK bool           `json:"invariants_ok"`
}

// runLines runs a demo and returns its JSON lines by type; the last one must be the summary.
func runLines(t *testing.T, o options) (map[string][]map[string]any, summary) {
	t.Helper()
	o.blockTime = 200 * time.Millisecond
	var out bytes.Buffer
	require.NoError(t, o.run(t.Context(), printer{out: &out, json: true}), out.String())
	lines := map[string][]map[string]any{}
	text := strings.Split(strings.TrimSpace(out.String()), "\n")
	for _, line := range text {
		var object map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &object), line)
		kind := object["type"].(string)
		lines[kind] = append(lines[kind], object)
	}
	require.Empty(t, lines["trouble"])
	var last summary
	require.NoError(t, json.Unmarshal([]byte(text[len(text)-1]), &last))
	require.Equal(t, "summary", last.Type, "the last line")
	return lines, last
}

func TestTheDemoComesToWhatAPocketCalculatorSays(t *testing.T) {
	file := filepath.Join(t.TempDir(), "street.csv")
	require.NoError(t, os.WriteFile(file, []byte(`time,meter,consumed_wh,produced_wh
2026-03-01T12:00:00Z,roof,200,1200
2026-03-01T12:00:00Z,shop,700,0
2026-03-01T12:00:00Z,flat,500,0
2026-03-01T12:30:00Z,roof,900,1000
2026-03-01T12:30:00Z,shop,50,0
2026-03-01T12:30:00Z,flat,0,0
`), 0o600))

	lines, got := runLines(t, options{energy: file, days: 1})

	// 12:00: the roof has 1000 Wh, the others lack 700 and 500. 12:30: it has 100, the shop lacks 50.
	require.Equal(t, summary{
		Type: "summary", Epochs: 2, Members: 3, Readings: gateway.Counts{Accepted: 6}, Rows: gateway.Rows{Taken: 6},
		SupplyWh: 1_100, DemandWh: 1_250, NettedWh: 1_050, FromGridWh: 200, ToGridWh: 50,
		Charged: 189_000, Credited: 189_000, InvariantsOK: true,
	}, got)
	roof := lines["home"][0]
	require.Equal(t, "roof", roof["home"])
	require.EqualValues(t, 1_100, roof["own_use_wh"])
	require.EqualValues(t, 1_050, roof["to_community_wh"])
	require.EqualValues(t, 189_000, roof["credited"])
	require.Len(t, lines["deed"], 2)
	require.Contains(t, lines["position"][1]["explanation"], "floor((1000 × 700 + ")
	for _, invariant := range lines["invariant"] {
		require.NotContains(t, invariant, "broken")
	}
}

// Requirement: the totals of a week of real data are those of a separate sum over the file.
func TestAWeekOfRealDataComesToASeparateSumOverTheFile(t *testing.T) {
	if _, err := os.Stat(fontana); err != nil {
		t.Skip("the data of energy-fontana is not there")
	}
	const days = 7
	rows, supply, demand, netted := sumUp(t, fontana, days)

	_, got := runLines(t, options{energy: fontana, days: days})

	require.Equal(t, gateway.Counts{Accepted: rows}, got.Readings, "every reading is accepted")
	require.Equal(t, supply, got.SupplyWh)
	require.Equal(t, demand, got.DemandWh)
	require.Equal(t, netted, got.NettedWh)
	require.Equal(t, demand-netted, got.FromGridWh)
	require.Equal(t, supply-netted, got.ToGridWh)
	require.Equal(t, got.Charged, got.Credited)
	require.Equal(t, uint64(days*24), got.Epochs)
	require.Equal(t, uint64(10), got.Members)
	require.True(t, got.InvariantsOK)
}

// sumUp is independent of the code above: a file, columns, hours.
func sumUp(t *testing.T, file string, days int) (rows, supply, demand, netted uint64) {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	require.NoError(t, err)
	records, err := csv.NewReader(unpacked).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"time", "meter", "consumed_wh", "produced_wh"}, records[0])
	first, err := time.Parse(time.RFC3339, records[1][0])
	require.NoError(t, err)
	surplus, deficit := map[time.Time]uint64{}, map[time.Time]uint64{}
	for _, record := range records[1:] {
		at, err := time.Parse(time.RFC3339, record[0])
		require.NoError(t, err)
		if at.Sub(first) >= time.Duration(days)*24*time.Hour {
			break
		}
		consumed, err := strconv.ParseUint(record[2], 10, 64)
		require.NoError(t, err)
		produced, err := strconv.ParseUint(record[3], 10, 64)
		require.NoError(t, err)
		rows++
		surplus[at.UTC()] += max(produced, consumed) - consumed
		deficit[at.UTC()] += max(produced, consumed) - produced
	}
	for hour := range surplus {
		supply += surplus[hour]
		demand += deficit[hour]
		netted += min(surplus[hour], deficit[hour])
	}
	return rows, supply, demand, netted
}

func TestTextForPeopleIsPlainAndNarrow(t *testing.T) {
	var out bytes.Buffer
	o := options{days: 1, blockTime: 200 * time.Millisecond}
	require.NoError(t, o.run(t.Context(), printer{out: &out}))
	text := out.String()
	for line := range strings.Lines(text) {
		require.LessOrEqual(t, len([]rune(strings.TrimRight(line, "\n"))), width, line)
	}
	for _, want := range []string{
		"138.977 kWh", "72.345 kWh", "15.566 kWh", // of the generated day: supply, demand, netted
		"What each home used, shared and paid", "self-sufficiency", "utilityd query energy position 1 ", "it gave", "invariants hold",
	} {
		require.Contains(t, text, want)
	}
	require.NotContains(t, text, "Trouble")
	require.NotContains(t, text, "1 blocks")
}
