package demo

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

// ownRoof is the input of a demo without files.
const ownRoof = "data/roof.csv"

// serfEast is real data that may lie beside the repository.
const serfEast = "../../../../shared/data/solar-plants/serf-east.csv"

// generatorSummary is the last line of the story.
type generatorSummary struct {
	Type           string       `json:"type"`
	Pledged        uint64       `json:"pledged"`
	Refunded       uint64       `json:"refunded"`
	SoldUnits      uint64       `json:"sold_units"`
	DeliveredUnits uint64       `json:"delivered_units"`
	Revenue        uint64       `json:"revenue"`
	PaidToOwners   uint64       `json:"paid_to_owners"`
	Owed           uint64       `json:"owed"`
	Maintenance    uint64       `json:"maintenance"`
	Carry          uint64       `json:"carry"`
	Rows           gateway.Rows `json:"rows"`
	Invariants     bool         `json:"invariants_ok"`
}

// runGenerator runs the story and returns its JSON lines by type and the summary, which is the last.
func runGenerator(t *testing.T, file string) (map[string][]map[string]any, generatorSummary) {
	t.Helper()
	story, err := newGeneratorStory(file, fileOptions{})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, story.run(t.Context(), t.TempDir(), printer{out: &out, json: true}), out.String())
	lines := map[string][]map[string]any{}
	text := strings.Split(strings.TrimSpace(out.String()), "\n")
	for _, line := range text {
		var object map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &object), line)
		kind := object["type"].(string)
		lines[kind] = append(lines[kind], object)
	}
	require.Empty(t, lines["trouble"])
	var last generatorSummary
	require.NoError(t, json.Unmarshal([]byte(text[len(text)-1]), &last))
	require.Equal(t, "generator_summary", last.Type, "the last line")
	requireIdentities(t, lines, last)
	return lines, last
}

// requireIdentities checks what holds for any input: no money comes from nowhere and none is lost.
func requireIdentities(t *testing.T, lines map[string][]map[string]any, got generatorSummary) {
	t.Helper()
	const millPledges = 7 * 311 * 9_000_000_000 / 10_000
	require.True(t, got.Invariants)
	for _, invariant := range lines["invariant"] {
		require.NotContains(t, invariant, "broken")
	}
	const barnCost = 2_000_000_000
	require.EqualValues(t, 10_000*600_001+millPledges+barnCost, got.Pledged)
	require.EqualValues(t, millPledges+barnCost*9/10, got.Refunded, "the mill gives back all that was pledged, the barn nine tenths")
	require.Positive(t, got.Revenue)
	require.Equal(t, got.Revenue, got.PaidToOwners+got.Owed+got.Carry)
	require.Less(t, got.Carry, uint64(10_000), "what cannot be divided by shares")
}

// Requirement: the story of a generator comes out with its sums, on the input of the demo itself.
func TestTheVillageHasAGeneratorBuilt(t *testing.T) {
	lines, got := runGenerator(t, ownRoof)

	require.Len(t, lines["bids"], 1)
	require.Len(t, lines["silent"], 1)
	require.Len(t, lines["resale"], 1)
	require.Len(t, lines["lease"], 1)
	require.EqualValues(t, 3_000_000_003, lines["trial"][0]["paid"], "the parts upfront and at commissioning")
	require.EqualValues(t, 800_000_000, lines["asleep"][0]["paid"])
	require.EqualValues(t, 180_000, lines["dead"][0]["refund_per_share"])
	require.EqualValues(t, 50, lines["dead"][0]["delivered_units"])
	require.EqualValues(t, 1_261, got.DeliveredUnits)
	require.EqualValues(t, 1_227, got.SoldUnits)
	require.EqualValues(t, 235_524_600, got.Revenue)
	require.EqualValues(t, 27_169_400, got.Maintenance)
	require.NotEmpty(t, lines["price"][0]["explanation"])
}

func TestTheVillageLivesFromARealPlant(t *testing.T) {
	if _, err := os.Stat(serfEast); err != nil {
		t.Skip("the data of solar-plants is not there")
	}
	_, got := runGenerator(t, serfEast)

	require.Positive(t, got.SoldUnits)
}

func TestTheGeneratorPrintsPlainlyAndNarrowly(t *testing.T) {
	story, err := newGeneratorStory(ownRoof, fileOptions{})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, story.run(t.Context(), t.TempDir(), printer{out: &out}))
	text := out.String()
	for line := range strings.Lines(text) {
		require.LessOrEqual(t, len([]rune(strings.TrimRight(line, "\n"))), width, line)
	}
	for _, want := range []string{"requests a solar generator", "invariants hold", "revenue of the owners", "to the last millionth"} {
		require.Contains(t, strings.Join(strings.Fields(text), " "), want) // whatever the line breaks
	}
}
