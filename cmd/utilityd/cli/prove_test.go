package cli_test

import (
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/proof"
)

// household is one whose valve is proven.
var household struct {
	once  sync.Once
	meter string
}

// meterOfHousehold makes the water meter of a household on the devnet of these tests and returns its number.
func meterOfHousehold(t *testing.T, at []string) string {
	t.Helper()
	household.once.Do(func() {
		does := func(args ...string) []string { return strings.Fields(mustRun(t, append(args, at...)...)) }
		tx := func(args ...string) { does(append(append([]string{"tx"}, args...), "--yes", "--wait")...) }
		devices := filepath.Join(t.TempDir(), "devices.json")
		issuer, alice := does("keys", "show", "issuer", "-a")[0], does("keys", "show", "alice", "-a")[0]

		d := does("gateway", "keygen", "well", "--issuer", issuer, "--devices", devices)
		tx("meterid", "register-meter", d[0], "water", "consumption", alice, d[1], d[2], "1", "5000", d[3], "--from", "issuer")
		opening := does("gateway", "opening", "well", strconv.FormatInt(time.Now().Unix(), 10), "0", "0", "--devices", devices)
		tx(append(append([]string{"meterid", "activate-meter"}, opening...), "--from", "alice")...)
		tx("water", "create-area", "Valley", "ueur", "2592000", "864000", "3000000", "50", "3", "7", "close", "86400", "7", "1000", "--from", "admin")
		tx("water", "approve-meter", "1", opening[0], "--from", "alice")
		tx("water", "settle-account", "1", alice, "--from", "alice") // a record is proven by the header of the block after it
		household.meter = opening[0]
	})
	require.NotEmpty(t, household.meter)
	return household.meter
}

// Requirement: the valve is a small record with a proof that a separate verifier checks against a header.
func TestAValveIsProvenAgainstAHeader(t *testing.T) {
	node, at := runningNode(t)
	meter := meterOfHousehold(t, at)
	dir := t.TempDir()
	file, headerFile := filepath.Join(dir, "valve.json"), filepath.Join(dir, "header.json")

	text := mustRun(t, append([]string{"query", "water", "valve", meter, "--prove"}, at...)...)
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	d, err := proof.ParseDocument([]byte(text))
	require.NoError(t, err)
	number, err := strconv.ParseUint(meter, 10, 64)
	require.NoError(t, err)
	require.Equal(t, proof.Valve{Meter: number, State: "VALVE_STATE_CLOSED", Reason: "VALVE_REASON_EMPTY", Height: d.Valve.Height}, d.Valve)
	require.Positive(t, d.Valve.Height)

	// The header comes by another way than the document: as any client reads it from the RPC.
	for _, method := range []string{"header", "commit"} {
		require.NoError(t, os.WriteFile(headerFile, rpcAnswer(t, node.RPC(), method, d.Height+1), 0o600))
		said := mustRun(t, "proof", "check", file, "--header", headerFile)
		require.Equal(t, "meter "+meter+" at height "+strconv.FormatInt(d.Height, 10)+" of "+d.ChainID+": VALVE_STATE_CLOSED, 0 litres left\n", said)
	}
	mustRun(t, "proof", "check", file, "--app-hash", d.AppHash)
	other := make([]byte, 32)
	res := run(t, "proof", "check", file, "--app-hash", hex.EncodeToString(other))
	require.Equal(t, 1, res.status)
	require.Contains(t, res.stderr, "app hash: the document has "+d.AppHash)
	require.Empty(t, res.stdout)

	again := mustRun(t, append([]string{"query", "water", "valve", meter, "--prove", "--height", strconv.FormatInt(d.Height, 10)}, at...)...)
	require.Equal(t, text, again, "a height has one proof")
}

func TestAValveIsShownWithoutAProof(t *testing.T) {
	_, at := runningNode(t)
	meter := meterOfHousehold(t, at)
	text := mustRun(t, append([]string{"query", "water", "valve", meter, "--output", "json"}, at...)...)
	var shown struct{ Valve map[string]string }
	require.NoError(t, json.Unmarshal([]byte(text), &shown))
	require.NotEmpty(t, shown.Valve["height"])
	delete(shown.Valve, "height")
	require.Equal(t, map[string]string{"meter": meter, "state": "VALVE_STATE_CLOSED", "reason": "VALVE_REASON_EMPTY"}, shown.Valve)
}

func TestWhatCannotBeProvenIsSaid(t *testing.T) {
	_, at := runningNode(t)
	meter := meterOfHousehold(t, at)
	tests := []struct {
		name string
		args []string

		want string
	}{
		{name: "a meter without a valve", args: []string{"999"}, want: "valve not found: expected the meter of a household"},
		{name: "no number", args: []string{"seven"}, want: `expected the number of a meter, got "seven"`},
		{name: "a height that is not there yet", args: []string{meter, "--height", "999999999"}, want: "a proof needs the header of the next block"},
		{name: "the first height", args: []string{meter, "--height", "1"}, want: "height: expected 2 to "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := run(t, append(append([]string{"query", "water", "valve", "--prove"}, tt.args...), at...)...)
			require.Equal(t, 1, res.status)
			require.Contains(t, res.stderr, tt.want)
			require.Empty(t, res.stdout)
		})
	}
}

func rpcAnswer(t *testing.T, rpc, method string, height int64) []byte {
	t.Helper()
	res, err := http.Get("http" + strings.TrimPrefix(rpc, "tcp") + "/" + method + "?height=" + strconv.FormatInt(height, 10))
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.True(t, json.Valid(body), string(body))
	return body
}
