package demo

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/driven"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

// edge is made-up data with the right outcomes, which may lie beside the repository.
const edge = "../../../../shared/data/edge"

// settleOn lets the story of a file happen on a driven chain and returns what was settled.
func settleOn(t *testing.T, file string, days int, o fileOptions) summary {
	t.Helper()
	now := time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC)
	story, err := newEnergyStory(file, days, o, now)
	require.NoError(t, err)
	dir := t.TempDir()
	stage, err := newStage(driven.Config{Home: filepath.Join(dir, "home"), Start: now, Names: story.input.meters, Genesis: story.genesis})
	require.NoError(t, err)
	defer func() { require.NoError(t, stage.chain.Close()) }()
	var out bytes.Buffer
	require.NoError(t, story.tell(t.Context(), stage.people, dir, printer{out: &out, json: true}), &out)
	require.NoError(t, stage.audit())
	sum := story.summary(stage.checks)
	require.True(t, sum.InvariantsOK)
	require.Equal(t, sum.Charged, sum.Credited)
	require.Zero(t, sum.Readings.NotAccepted(), &out)
	return sum
}

func TestFilesAsTheyComeAreSettledExactly(t *testing.T) {
	if _, err := os.Stat(edge); err != nil {
		t.Skip("the made-up files of data/edge are not there")
	}
	four := gateway.Rows{Taken: 4}
	tests := []struct {
		name  string
		files []string
		days  int
		zone  string

		supply, demand, netted, unnetted uint64
		rows                             gateway.Rows
	}{
		{
			name:  "two quarters, however they are written",
			files: []string{"bom.csv"},

			supply: 980, demand: 600, netted: 600, rows: four,
		},
	}
	for _, tc := range tests {
		for _, file := range tc.files {
			t.Run(tc.name+"/"+file, func(t *testing.T) {
				got := settleOn(t, filepath.Join(edge, file), max(tc.days, 1), fileOptions{zone: tc.zone})
				require.Equal(t, [4]uint64{tc.supply, tc.demand, tc.netted, tc.unnetted},
					[4]uint64{got.SupplyWh, got.DemandWh, got.NettedWh, got.Readings.Unnetted})
				require.Equal(t, tc.rows, got.Rows)
			})
		}
	}
}
