package demo

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/driven"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// edge is made-up data with the right outcomes, which may lie beside the repository.
const edge = "../../../../shared/data/edge"

// settled is what came of a story of electricity.
type settled struct {
	supply, demand, netted, unnetted uint64
	rows                             gateway.Rows
}

// settle lets the story of a file happen on a driven chain.
func settle(t *testing.T, file string, days int, o fileOptions) settled {
	t.Helper()
	now := time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC)
	story, err := newEnergyStory(file, days, false, o, now)
	require.NoError(t, err)
	dir := t.TempDir()
	var out bytes.Buffer
	stage, err := newStage(driven.Config{
		Home: filepath.Join(dir, "home"), Start: now, Names: story.input.meters, Genesis: story.genesis,
	}, printer{out: &out, json: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, stage.chain.Close()) }()
	require.NoError(t, story.perform(t.Context(), stage.people), &out)
	require.NoError(t, stage.audit(stage.chain.App))
	_, err = stage.play(t.Context(), "summary", story.shown)
	require.NoError(t, err)
	text := strings.Split(strings.TrimSpace(out.String()), "\n")
	var sum summary
	require.NoError(t, json.Unmarshal([]byte(text[len(text)-1]), &sum))
	require.True(t, sum.InvariantsOK)
	require.Equal(t, sum.Charged, sum.Credited)
	require.Zero(t, sum.Readings.NotAccepted(), &out)
	require.NotContains(t, out.String(), `"trouble"`)
	require.EqualValues(t, sum.Rows.NotTaken()+sum.Rows.Duplicate, strings.Count(out.String(), `"type":"row"`), "each of them is named")
	return settled{sum.SupplyWh, sum.DemandWh, sum.NettedWh, sum.Readings.Unnetted, sum.Rows}
}

// Of these files the README beside them states the outcome.
func TestFilesAsTheyComeAreSettledExactly(t *testing.T) {
	if _, err := os.Stat(edge); err != nil {
		t.Skip("the made-up files of data/edge are not there")
	}
	tests := []struct {
		name  string
		files []string
		zone  string

		want settled
	}{
		{
			name: "two quarters are the same however they are written",
			files: []string{
				"bom.csv", "utf16.csv", "crlf.csv", "spaces-in-header.csv", "capitals-in-header.csv", "semicolon.csv", "float-integer.csv",
				"exponent.csv", "space-instead-of-t.csv", "no-seconds.csv", "offset-without-colon.csv", "fraction-of-second.csv", "newest-first.csv",
			},

			want: settled{supply: 980, demand: 600, netted: 600, rows: gateway.Rows{Taken: 4}},
		},
		{
			name:  "fractions of a Wh are kept, and the running sum is rounded down",
			files: []string{"decimal-point-wh.csv", "decimal-comma.csv"},

			want: settled{supply: 980, demand: 600, netted: 600, rows: gateway.Rows{Taken: 4}},
		},
		{
			name:  "dates without an offset count once a zone is named",
			files: []string{"european-date.csv"},
			zone:  "Europe/Berlin",

			want: settled{supply: 980, demand: 600, netted: 600, rows: gateway.Rows{Taken: 4}},
		},
		{
			name:  "one quarter in kWh is a story too",
			files: []string{"decimal-point-kwh.csv"},

			want: settled{supply: 490, demand: 300, netted: 300, rows: gateway.Rows{Taken: 2}},
		},
		{
			name:  "a bad cell costs its own row alone",
			files: []string{"empty-cell.csv", "dash-cell.csv", "negative.csv"},

			want: settled{supply: 980, demand: 300, netted: 300, rows: gateway.Rows{Taken: 3, Refused: 1}},
		},
		{
			name:  "a row that comes twice counts once",
			files: []string{"doubled-row.csv"},

			want: settled{supply: 980, demand: 600, netted: 600, rows: gateway.Rows{Taken: 4, Duplicate: 1}},
		},
		{
			name:  "a clock that is 7 s late is within the tolerance of the community",
			files: []string{"off-grid.csv"},

			want: settled{supply: 980, demand: 600, netted: 600, rows: gateway.Rows{Taken: 4}},
		},
		{
			name:  "one meter of Enedis has an average power",
			files: []string{"enedis.csv"},

			want: settled{demand: 2_015, rows: gateway.Rows{Taken: 1}},
		},
		{
			name:  "a day of NEM12 has all its quarters",
			files: []string{"nem12.csv"},

			want: settled{demand: 12_000, rows: gateway.Rows{Taken: 96}},
		},
		{
			name:  "a day of 25 hours has 100 quarters",
			files: []string{"dst-autumn-100-quarters.csv", "dst-autumn-no-offset.csv"},
			zone:  "Europe/Berlin",

			want: settled{supply: 13_200, demand: 15_800, netted: 2_880, rows: gateway.Rows{Taken: 200}},
		},
		{
			name:  "a day of 23 hours has 92 quarters",
			files: []string{"dst-spring-92-quarters.csv"},

			want: settled{supply: 13_200, demand: 14_440, netted: 2_880, rows: gateway.Rows{Taken: 184}},
		},
		{
			name:  "a house with a battery imports and exports in one quarter",
			files: []string{"two-prosumers-forty-consumers.csv"},

			want: settled{supply: 120_429, demand: 289_132, netted: 107_520, rows: gateway.Rows{Taken: 4_032}},
		},
	}
	for _, tc := range tests {
		for _, file := range tc.files {
			t.Run(tc.name+"/"+file, func(t *testing.T) {
				require.Equal(t, tc.want, settle(t, filepath.Join(edge, file), 1, fileOptions{Options: meterdata.Options{Zone: tc.zone}}))
			})
		}
	}
}

// asUTF16 writes a text with a byte order mark in front, low bytes first.
func asUTF16(text string) string {
	out, err := binary.Append(nil, binary.LittleEndian, append([]uint16{0xfeff}, utf16.Encode([]rune(text))...))
	if err != nil {
		panic(err)
	}
	return string(out)
}

// autumn is the night in which clocks are put back, hour by hour and without offsets: 02:00 comes twice.
func autumn() string {
	rows := "time,meter,consumed_wh,produced_wh\n"
	for _, clock := range []int{0, 1, 2, 2, 3} {
		rows += fmt.Sprintf("2026-10-25T%02d:00:00,roof,0,100\n2026-10-25T%02d:00:00,flat,%d,0\n", clock, clock, 40+20*clock)
	}
	return rows
}

func TestWhatIsOddInAFileIsSettledAllTheSame(t *testing.T) {
	const header = "time,meter,consumed_wh,produced_wh\n"
	tests := []struct {
		name    string
		content string
		zone    string
		digits  uint32

		want settled
	}{
		{
			name: "UTF-16, semicolons and decimal commas are read",
			content: asUTF16("time;meter;consumed_kwh;produced_kwh\r\n2026-11-20T00:00Z;roof;0,010;0,500\r\n" +
				"2026-11-20T00:00Z;flat;0,3004;0\r\n2026-11-20T00:15Z;roof;0,010;0,500\r\n2026-11-20T00:15Z;flat;0,3004;0\r\n"),

			want: settled{supply: 980, demand: 600, netted: 600, rows: gateway.Rows{Taken: 4}},
		},
		{
			name: "bad cells, a doubled row and one that contradicts it do not affect other meters",
			content: header + "2026-11-20T00:00Z,roof,10,500\n2026-11-20T00:00Z,flat,-,0\n2026-11-20T00:15Z,roof,10,500\n" +
				"2026-11-20T00:15Z,roof,10,500\n2026-11-20T00:15Z,roof,10,501\n2026-11-20T00:15Z,flat,300,0\n",

			want: settled{supply: 980, demand: 300, netted: 300, rows: gateway.Rows{Taken: 3, Duplicate: 1, Conflict: 1, Refused: 1}},
		},
		{
			name:    "the hour that comes twice is told apart by its order",
			content: autumn(),
			zone:    "Europe/Berlin",

			want: settled{supply: 500, demand: 360, netted: 360, rows: gateway.Rows{Taken: 10}},
		},
		{
			name: "registers open with their first row, and one of six digits wraps",
			content: "time,meter,import_register_wh,export_register_wh\n2026-11-20T00:00Z,roof,5,999800\n2026-11-20T00:00Z,flat,999900,0\n" +
				"2026-11-20T01:00Z,roof,5,290\n2026-11-20T01:00Z,flat,200,0\n",
			digits: 6,

			want: settled{supply: 490, demand: 300, netted: 300, rows: gateway.Rows{Taken: 2}},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "odd.csv")
			require.NoError(t, os.WriteFile(file, []byte(tc.content), 0o600))
			require.Equal(t, tc.want, settle(t, file, 1, fileOptions{Options: meterdata.Options{Zone: tc.zone}, digits: tc.digits}))
		})
	}
}

func TestFilesThatCannotBeReadAreRefusedWithWhatHelps(t *testing.T) {
	tests := []struct {
		name    string
		content string

		want string
	}{
		{
			name:    "milliseconds",
			content: "time,meter,consumed_wh,produced_wh\n1795132800000,roof,10,500\n1795133700000,roof,10,500\n",

			want: "milliseconds",
		},
		{
			name:    "local time without a zone",
			content: "time,meter,consumed_wh,produced_wh\n20.11.2026 00:00:00,roof,10,500\n20.11.2026 00:15:00,roof,10,500\n",

			want: "--zone",
		},
		{
			name:    "water instead of energy",
			content: "time,meter,register_l\n2026-11-20T00:00Z,roof,10\n2026-11-20T00:15Z,roof,10\n",

			want: "expected amounts or registers in Wh, got l",
		},
		{
			name:    "no row that can be used",
			content: "time,meter,consumed_wh,produced_wh\n2026-11-20T00:00Z,roof,ten,500\n",

			want: "line 2, meter roof: consumed_wh",
		},
		{
			name:    "intervals of half a minute",
			content: "time,meter,consumed_wh,produced_wh\n2026-11-20T00:00:00Z,roof,10,5\n2026-11-20T00:00:20Z,roof,10,5\n",

			want: "expected intervals of a whole part of a day",
		},
		{
			name:    "the name of an account of the devnet",
			content: "time,meter,consumed_wh,produced_wh\n2026-11-20T00:00Z,alice,10,500\n",

			want: "no account of a devnet, got \"alice\"",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "odd.csv")
			require.NoError(t, os.WriteFile(file, []byte(tc.content), 0o600))
			_, err := newEnergyStory(file, 1, false, fileOptions{}, time.Now())
			require.ErrorContains(t, err, tc.want)
		})
	}
}

// The sum is made here, from the columns.
func TestTenDaysOfAPlantAreDeliveredAsTheyAre(t *testing.T) {
	file, err := os.Open(filepath.Join(edge, "solar-ten-days.csv"))
	if err != nil {
		t.Skip("the made-up files of data/edge are not there")
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	var exported uint64
	for _, row := range rows[1:] {
		consumed, err := strconv.ParseUint(row[2], 10, 64)
		require.NoError(t, err)
		produced, err := strconv.ParseUint(row[3], 10, 64)
		require.NoError(t, err)
		exported += max(produced, consumed) - consumed
	}
	_, got := runGenerator(t, file.Name())
	require.Equal(t, exported/1_000, got.DeliveredUnits)
	require.Equal(t, gateway.Rows{Taken: 960}, got.Rows)
}

func TestARowThatCannotBeUsedMakesTheExitStatusOne(t *testing.T) {
	file := filepath.Join(t.TempDir(), "roof.csv")
	require.NoError(t, os.WriteFile(file, []byte("time,meter,produced_kwh\n2026-06-01T12:00:00Z,plant,1.5\n"+
		"2026-06-01T13:00:00Z,plant,-\n2026-06-01T14:00:00Z,plant,2.25\n"), 0o600))
	var out bytes.Buffer
	err := options{solar: file}.run(t.Context(), printer{out: &out, json: true})
	require.ErrorContains(t, err, "1 row that could not be")
	text := strings.Split(strings.TrimSpace(out.String()), "\n")
	var last generatorSummary
	require.NoError(t, json.Unmarshal([]byte(text[len(text)-1]), &last))
	require.Equal(t, gateway.Rows{Taken: 2, Refused: 1}, last.Rows, "the story is told to its end")
	require.EqualValues(t, 3, last.DeliveredUnits, "3.75 kWh are 3 whole units")
	require.Contains(t, out.String(), `"line":3,"meter":"plant"`)
}
