package gateway_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// runInspect runs utilityd gateway inspect on a file of that name and text.
func runInspect(t *testing.T, name, text string, args ...string) (string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	cmd := gateway.NewCommand()
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SilenceUsage = true
	cmd.SetArgs(append([]string{"inspect", path}, args...))
	err := cmd.Execute()
	return strings.ReplaceAll(out.String(), path, name), err
}

// inspected is the JSON output.
type inspected struct {
	Format, Kind, Unit, Zone, Command string
	StepSeconds                       int64 `json:"step_seconds"`
	Rows, Refused                     int
	FirstRefused                      []struct{ Reason string } `json:"first_refused"`
	Meters                            []struct {
		Meter, Import, Export                               string
		Rows, Gaps, Duplicates, Conflicts, Overlaps, Number int
		First, Last                                         int64
		Back                                                int                        `json:"back_in_time"`
		Fell                                                int                        `json:"registers_fell"`
		FirstGaps                                           []struct{ From, To int64 } `json:"first_gaps"`
		FirstRows                                           []struct{ Import string }  `json:"first_rows"`
	}
	ClockChanges []struct {
		Day         string
		Hours, Rows int
	} `json:"clock_changes"`
}

func TestInspectSaysHowAFileIsRead(t *testing.T) {
	text := strings.Join([]string{
		"time;meter;consumed_kwh;produced_kwh",
		"25.10.2026 02:00;roof;0,1;0",
		"25.10.2026 02:00;flat;0,25;0",
		"25.10.2026 02:30;roof;0;0,5",
		"25.10.2026 02:30;flat;0,25;0",
		"25.10.2026 02:00;roof;0,1;0",  // the second hour
		"25.10.2026 02:00;flat;0,25;0", // the second hour
		"25.10.2026 02:00;flat;0,25;0", // again
		"25.10.2026 02:30;roof;-;0",
		"25.10.2026 03:00;roof;0,2;0",
		"25.10.2026 03:00;flat;0,75;0",
		"25.10.2026 03:00;flat;0,125;0", // a conflict
		"26.10.2026 03:00;flat;0,0005;0",
	}, "\n")
	out, err := runInspect(t, "street.csv", text, "--zone", "Europe/Berlin", "--output", "json")
	require.NoError(t, err)
	var got inspected
	require.NoError(t, json.Unmarshal([]byte(out), &got), out)
	require.Equal(t, "utilityd", got.Format)
	require.Equal(t, "amounts", got.Kind)
	require.Equal(t, "Wh", got.Unit)
	require.EqualValues(t, 1_800, got.StepSeconds)
	require.Equal(t, 11, got.Rows)
	require.Equal(t, 1, got.Refused)
	require.Equal(t, `consumed_kwh: expected a number, got "-"`, got.FirstRefused[0].Reason)
	roof, flat := got.Meters[0], got.Meters[1]
	require.Equal(t, []string{"roof", "400", "500"}, []string{roof.Meter, roof.Import, roof.Export})
	require.Equal(t, []int{4, 1, 0, 0}, []int{roof.Rows, roof.Gaps, roof.Duplicates, roof.Conflicts})
	require.Equal(t, []string{"flat", "1500.5", "0"}, []string{flat.Meter, flat.Import, flat.Export})
	require.Equal(t, []int{7, 2, 1, 1}, []int{flat.Rows, flat.Gaps, flat.Duplicates, flat.Conflicts})
	require.Len(t, flat.FirstRows, 3)
	require.EqualValues(t, 1_792_886_400, roof.First, "2026-10-25T00:00:00Z")
	require.EqualValues(t, 1_792_895_400, roof.Last, "2026-10-25T02:30:00Z")
	require.Equal(t, "2026-10-25", got.ClockChanges[0].Day)
	require.Equal(t, []int{25, 10}, []int{got.ClockChanges[0].Hours, got.ClockChanges[0].Rows})
	require.Contains(t, got.Command, "street.csv --format utilityd --zone Europe/Berlin --step 30m")

	out, err = runInspect(t, "street.csv", text, "--zone", "Europe/Berlin")
	require.NoError(t, err)
	for _, want := range []string{
		"street.csv: format utilityd, amounts in Wh, every 30m; 11 rows, 1 cannot be used. Times are Europe/Berlin.",
		"flat: 2026-10-25 03:30:00 +01:00 to 2026-10-26 03:00:00 +01:00",
		"2026-10-25 has 25 hours: 10 rows",
		`line 9, meter roof: consumed_kwh: expected a number, got "-"`,
		"utilityd gateway replay street.csv --format utilityd --zone Europe/Berlin --step 30m --from gateway",
	} {
		require.Contains(t, out, want)
	}
}

func TestInspectShowsALeak(t *testing.T) {
	var text strings.Builder
	text.WriteString("time,meter,register_l\n")
	tap, leak := 0, 0
	for hour := range 49 {
		if tap += hour % 2; hour > 10 && hour <= 40 {
			leak += 3
		}
		fmt.Fprintf(&text, "%d,tap,%d\n%d,leak,%d\n", start+int64(hour)*3_600, tap, start+int64(hour)*3_600, leak)
	}
	out, err := runInspect(t, "house.csv", text.String())
	require.NoError(t, err)
	require.Contains(t, out, "Water that flowed for a day or more without a pause, as through a leak:\n  leak: 2026-09-21 10:00:00 +00:00 to 2026-09-22 16:00:00 +00:00\n\n")
	out, err = runInspect(t, "house.csv", strings.ReplaceAll(text.String(), "register_l", "register_kwh"))
	require.NoError(t, err)
	require.NotContains(t, out, "without a pause", "electricity always flows")
}

func TestInspectSuppliesWhatItCan(t *testing.T) {
	tests := []struct {
		name string
		file string
		text string
		args []string

		want    string // the end of the command
		sum     string
		wantErr string
	}{
		{
			name: "the length of the intervals", file: "a.csv",
			text: "time,meter,import_wh\n1795132800,m,1\n1795136400,m,2\n",
			want: "a.csv --format utilityd --step 1h", sum: "3",
		},
		{
			name: "the order of the rows", file: "a.csv",
			text: "time,meter,import_wh\n1795136400,m,1\n1795132800,m,2\n",
			want: "a.csv --format utilityd --step 1h --newest-first", sum: "3",
		},
		{
			name: "the name of the only meter, quoted for a shell", file: "my home.csv",
			text: "\ufeffDébut;Fin;Valeur (en kW)\n02/03/2026 00:00:00;02/03/2026 00:30:00;4,030\n",
			want: "my home.csv' --format enedis --meter 'my home'", sum: "2015",
		},
		{
			name: "the options that were given", file: "a.csv", args: []string{"--unit", "m3", "--decimal", "."},
			text: "time;meter;register_l\n1795132800;m;1.250\n1795136400;m;1.500\n",
			want: "a.csv --format utilityd --decimal . --unit m3", sum: "250",
		},
		{
			name: "but no zone", file: "a.csv", text: "time,meter,import_wh\n2026-11-20 00:00,m,1\n", args: []string{"--step", "15m"},
			wantErr: "(--zone Europe/Berlin)",
		},
		{
			name: "but no zone, which is named before the length of an interval", file: "a.csv",
			text:    "time,meter,import_wh\n2026-11-20 00:00,m,1\n2026-11-20 00:15,m,1\n",
			wantErr: "(--zone Europe/Berlin)",
		},
		{
			name: "but no seconds for milliseconds", file: "a.csv",
			text:    "time,meter,import_wh\n1795132800000,m,1\n1795133700000,m,1\n",
			wantErr: "milliseconds",
		},
		{name: "but not a header alone", file: "a.csv", text: "time,meter,import_wh\n", args: []string{"--step", "15m"}, wantErr: "expected rows, got none"},
		{name: "but not a header alone, whose step is not known", file: "a.csv", text: "time,meter,import_wh\n", wantErr: "expected rows, got none"},
		{
			name: "but no rows", file: "a.csv", text: "time,meter,import_wh\n1795132800,m,x\n", args: []string{"--step", "15m"},
			wantErr: "expected rows that can be used, got 1 that cannot\n  line 2, meter m: import_wh: expected a number, got \"x\"",
		},
		{name: "but no format", file: "a.csv", text: "a,b\n1,2\n", wantErr: "expected a header line"},
		{name: "but no output of another kind", file: "a.csv", text: "a,b\n1,2\n", args: []string{"--output", "xml"}, wantErr: `--output: expected text or json, got "xml"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := runInspect(t, tt.file, tt.text, append([]string{"--output", "json"}, tt.args...)...)
			if tt.wantErr != "" {
				require.ErrorContains(t, err, tt.wantErr)
				return
			}
			require.NoError(t, err)
			var got inspected
			require.NoError(t, json.Unmarshal([]byte(out), &got), out)
			require.True(t, strings.HasSuffix(got.Command, tt.want), got.Command)
			require.Equal(t, tt.sum, got.Meters[0].Import)
		})
	}
}

func TestInspectNamesRegistersThatFell(t *testing.T) {
	out, err := runInspect(t, "w.csv", "time,meter,register_l\n1795132800,w,100\n1795136400,w,130\n1795140000,w,120\n1795143600,w,150\n1795154400,w,160\n1795150800,w,155\n", "--output", "json")
	require.NoError(t, err)
	var got inspected
	require.NoError(t, json.Unmarshal([]byte(out), &got), out)
	w := got.Meters[0]
	require.Equal(t, "registers", got.Kind)
	require.Equal(t, []int{2, 1, 1}, []int{w.Fell, w.Gaps, w.Back})
	require.EqualValues(t, 1_795_154_400, w.Last)
}

// TestTheCommandOfInspectIsReadBack parses the flags that inspect prints.
func TestTheCommandOfInspectIsReadBack(t *testing.T) {
	o := meterdata.Options{
		Format: "x.json", Zone: "Europe/Berlin", Dates: meterdata.MonthFirst, Separator: ";", Decimal: ",", Thousands: ".",
		Unit: meterdata.CubicMetre, Meter: "it's mine", Step: 5_400_000_000_000, Reverse: true,
	}
	words := gateway.InputArguments(o)
	for i, word := range words {
		if strings.HasPrefix(word, "'") {
			words[i] = strings.ReplaceAll(strings.Trim(word, "'"), `'\''`, "'")
		}
	}
	var back meterdata.Options
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	gateway.AddInputFlags(flags, &back)
	require.NoError(t, flags.Parse(words))
	require.Equal(t, o, back)
}

func TestFormatsAreListed(t *testing.T) {
	for _, tt := range []struct{ output, want string }{
		{"text", "nem12           Australia: AEMO NEM12"},
		{"json", `"name":"enedis","help":"France: Enedis`},
	} {
		cmd := gateway.NewCommand()
		var out bytes.Buffer
		cmd.SetOut(&out)
		cmd.SetArgs([]string{"formats", "--output", tt.output})
		require.NoError(t, cmd.Execute())
		require.Contains(t, out.String(), tt.want)
	}
}

// TestInspectRemembersABoundedNumberOfRows takes in more rows than are compared for doubled ones.
func TestInspectRemembersABoundedNumberOfRows(t *testing.T) {
	rows, remembered := gateway.InspectRows(1<<20 + 1_000)
	require.Equal(t, 1<<20+1_000, rows)
	require.Equal(t, 1<<20, remembered)
}

func TestInspectNamesALeakOfRowsThatSayTheirUnit(t *testing.T) {
	var text strings.Builder
	text.WriteString("statistic_id,unit,start,state\n")
	for hour := range 26 {
		fmt.Fprintf(&text, "sensor.water,m³,%d,%d\n", start+int64(hour)*3_600, hour)
	}
	out, err := runInspect(t, "sensors.csv", text.String(), "--format", "home-assistant")
	require.NoError(t, err)
	require.Contains(t, out, "as through a leak")
}

// The gas meter on the bus of a P1 port is read less often than the port sends.
func TestInspectFindsNoGapsInAMeterThatIsReadLessOften(t *testing.T) {
	var text strings.Builder
	for second := 0; second < 1_800; second += 10 {
		read := second / 300 // of the gas meter
		at := time.Unix(start+int64(read)*300, 0).UTC().Format("060102150405")
		text.WriteString(p1Telegram(second, "0-1:24.1.0(003)\r\n", "0-1:96.1.0(4730303332)\r\n", fmt.Sprintf("0-1:24.2.1(%sW)(%05d.000*m3)\r\n", at, read)))
	}
	out, err := runInspect(t, "telegrams", text.String(), "--zone", "UTC", "--meter", "m")
	require.NoError(t, err)
	require.NotContains(t, out, "Gaps")
}
