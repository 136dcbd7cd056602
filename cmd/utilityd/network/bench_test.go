package network_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	intervalsOfADay = 86_400 / epochSeconds
	metersPerFleet  = 100
)

// BenchmarkADay measures a day of meters, in communities of a hundred, from a file of rows through one gateway and a node of blocks
// of 200 ms, each a process, until the last answer. It shows which of both works more for a reading.
func BenchmarkADay(b *testing.B) {
	for _, meters := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprintf("meters=%d", meters), func(b *testing.B) {
			for range b.N { // the set-up of a chain is not repeated by b.Loop's warm-up
				benchmarkDay(b, meters)
			}
		})
	}
}

func benchmarkDay(b *testing.B, meters int) {
	b.StopTimer()
	dir, node, p := startDevnet(b, 60)
	opening := (time.Now().Unix()/epochSeconds - intervalsOfADay - 1) * epochSeconds
	var devices []gateway.Device
	for fleet := range meters / metersPerFleet {
		community := newCommunity(b, p, metersPerFleet)
		devices = append(devices, certifyFleet(b, p, fleet, metersPerFleet, community, opening)...)
	}
	deviceFile := filepath.Join(dir, "devices.json")
	require.NoError(b, gateway.SaveDevices(deviceFile, devices))
	input := writeDay(b, devices, opening)

	before := processorTime(b, node)
	b.StartTimer()
	start := time.Now()
	replay := launch(b, "gateway", "replay", input, "--devices", deviceFile, "--journal", filepath.Join(dir, "journal"),
		"--home", dir, "--from", devnet.Gateway, "--step", "15m")
	replay.mustEnd(b, time.Hour)
	took := time.Since(start)
	b.StopTimer()
	ofNode := processorTime(b, node) - before
	ofGateway := replay.cmd.ProcessState.UserTime() + replay.cmd.ProcessState.SystemTime()

	res, err := meteridtypes.NewQueryClient(p.Context).Meter(b.Context(), &meteridtypes.QueryMeterRequest{Meter: uint64(meters)})
	require.NoError(b, err)
	require.Equal(b, opening+intervalsOfADay*epochSeconds, res.Registers.Time)
	require.EqualValues(b, intervalsOfADay*100, res.Registers.ImportRegister)
	node.stop(b)
	requireInvariants(b, dir)
	readings := meters * intervalsOfADay
	b.ReportMetric(float64(readings)/took.Seconds(), "readings/s")
	b.ReportMetric(float64(ofNode.Microseconds())/float64(readings), "node-µs/reading")
	b.ReportMetric(float64(ofGateway.Microseconds())/float64(readings), "gateway-µs/reading")
	b.ReportMetric(float64(replay.maxResident())/(1<<20), "gateway-MiB")
}

// writeDay writes the amounts of a day, in the order of time.
func writeDay(b *testing.B, devices []gateway.Device, opening int64) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "day.csv")
	f, err := os.Create(path)
	require.NoError(b, err)
	out := bufio.NewWriter(f)
	_, _ = out.WriteString(header) // Flush returns the error
	for interval := range intervalsOfADay {
		for _, device := range devices {
			_, _ = fmt.Fprintf(out, "%d,%s,100,0\n", opening+int64(interval)*epochSeconds, device.Serial)
		}
	}
	require.NoError(b, out.Flush())
	require.NoError(b, f.Close())
	return path
}

// processorTime is the processor time of a process so far.
func processorTime(b *testing.B, p *process) time.Duration {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		b.Skip("the processor time of a process is read from /proc, which is not there")
	}
	const ticksPerSecond = 100 // of all Linux systems on which Go runs
	_, behindName, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(behindName)
	user, err := strconv.ParseInt(fields[11], 10, 64)
	require.NoError(b, err)
	system, err := strconv.ParseInt(fields[12], 10, 64)
	require.NoError(b, err)
	return time.Duration(user+system) * time.Second / ticksPerSecond
}
