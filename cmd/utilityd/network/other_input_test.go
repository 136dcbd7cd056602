package network_test

import (
	"fmt"
	"math/rand/v2"
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

// lateOpening is what the meter of a late member shows when it is activated, Wh.
const lateOpening = 5_000_000

// A gateway is killed at random moments and started again each time with other input: rows that overlap those before, a stream
// without its header line, a device with a new key, a member more, and in the end the whole file. The chain holds the sums of the
// input all the same, and each interval was netted.
func TestAKilledGatewayGoesOnWithOtherInput(t *testing.T) {
	t.Parallel()
	dir, node, p := startDevnet(t, 60)
	v := newVillage(t, 40)
	v.settle(t, p)
	random := rand.New(rand.NewPCG(1, 2))

	// start starts a gateway on a stream that begins with some text.
	start := func(text string) (*process, *os.File) {
		stdin, meters, err := os.Pipe()
		require.NoError(t, err)
		t.Cleanup(func() { _, _ = stdin.Close(), meters.Close() })
		_, err = meters.WriteString(text)
		require.NoError(t, err)
		return launchWith(t, stdin, append([]string{"gateway", "run"}, v.flags(dir)...)...), meters
	}
	// killed lets a gateway take rows, and kills it some time after the first of them was signed.
	killed := func(text string, after int) {
		before := v.taken(t)
		gateway, _ := start(text)
		until(t, "rows are signed", func() bool { return v.taken(t) >= before+after })
		time.Sleep(time.Duration(random.IntN(400)) * time.Millisecond)
		gateway.kill()
	}
	rows := func(from, to int) string { return strings.Join(v.rows[from:to], "") }

	killed(header+rows(0, 5), 1)
	killed(rows(0, 10), homes)        // the stream starts again, without its header line
	killed(header+rows(6, 15), homes) // an export that overlaps the one before
	v.rotate(t, dir, 0)
	killed(rows(10, 20), homes)

	// A key is rotated while the gateway runs, and the readings that it has signed with the old one are in flight or wait.
	gateway, meters := start(rows(20, 25))
	until(t, "rows are signed", func() bool { return v.answered() > 20*homes })
	v.rotate(t, dir, 1)
	v.report(t, meters, 25, 30)
	until(t, "the new key is used", func() bool { return v.answered() >= 28*homes })
	gateway.kill()

	v.addLateMember(t, p, dir, 30)
	killed(rows(28, 34)+fmt.Sprintf("%d,late,7,0\n", v.at(30)), homes)

	// The whole file in the end, with the rows of the late member.
	file := filepath.Join(v.dir, "all.csv")
	text := header + rows(0, 40)
	for epoch := 30; epoch < 40; epoch++ {
		text += fmt.Sprintf("%d,late,7,0\n", v.at(epoch))
	}
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	launch(t, append([]string{"gateway", "replay", file}, v.flags(dir)...)...).mustEnd(t, 3*time.Minute)

	v.awaitSettlements(t, p)
	v.requireRegisters(t, p)
	late, err := meteridtypes.NewQueryClient(p.Context).Meter(t.Context(), &meteridtypes.QueryMeterRequest{Meter: homes + 1})
	require.NoError(t, err)
	require.EqualValues(t, lateOpening+10*7, late.Registers.ImportRegister)
	require.Equal(t, v.at(40), late.Registers.Time)
	node.stop(t)
	requireInvariants(t, dir)
}

// at is the start of an epoch, Unix seconds.
func (v *village) at(epoch int) int64 { return v.start + int64(epoch)*epochSeconds }

// rotate gives the device of a home a new key.
func (v *village) rotate(t *testing.T, dir string, house int) {
	t.Helper()
	words := strings.Fields(utilityd(t, "gateway", "rotate", serial(house), "--devices", v.deviceFile(), "--home", dir))
	require.Len(t, words, 5)
	utilityd(t, "tx", "meterid", "rotate-key", words[0], words[1], words[2], words[3], "--old-key-signature", words[4],
		"--from", devnet.Gateway, "--home", dir, "--yes", "--wait")
}

// addLateMember certifies one more meter, whose registers are far along, and lets it join from an epoch on.
func (v *village) addLateMember(t *testing.T, p people, dir string, epoch int) {
	t.Helper()
	tx := func(args ...string) {
		utilityd(t, append(append([]string{"tx"}, args...), "--home", dir, "--yes", "--wait")...)
	}
	meter, community := strconv.Itoa(homes+1), strconv.FormatUint(v.community, 10)
	words := strings.Fields(utilityd(t, "gateway", "keygen", "late", "--issuer", p.address(t, devnet.Issuer),
		"--devices", v.deviceFile(), "--home", dir))
	tx("meterid", "register-meter", words[0], "electricity", "consumption", p.address(t, devnet.Bob), words[1], words[2],
		"1", "25000", words[3], "--from", devnet.Issuer)
	words = strings.Fields(utilityd(t, "gateway", "opening", "late", strconv.FormatInt(v.at(epoch), 10), strconv.Itoa(lateOpening), "0",
		"--devices", v.deviceFile(), "--home", dir))
	tx(append(append([]string{"meterid", "activate-meter"}, words...), "--from", devnet.Bob)...)
	tx("energy", "join-community", community, meter, "180000", "--from", devnet.Bob)
	tx("energy", "approve-member", community, meter, p.address(t, devnet.Bob), "1", strconv.FormatInt(v.at(epoch)/epochSeconds, 10), "--from", devnet.Admin)
}

// taken counts the rows that the gateway has signed.
func (v *village) taken(t *testing.T) (n int) {
	t.Helper()
	journal, err := gateway.ReadJournal(v.journal())
	if err != nil {
		return 0
	}
	for _, view := range journal.Views(time.Now()) {
		n += int(view.Rows.Taken)
	}
	return n
}
