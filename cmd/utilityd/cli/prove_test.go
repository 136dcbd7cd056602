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
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/proof"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

// provenMeter is behind a valve from the genesis of the devnet of these tests on.
const provenMeter = 700

// withValve puts valves into a genesis, some beside each other so that the proof has a path. What they say is made up.
func withValve(cdc codec.JSONCodec, genesis app.Genesis) error {
	var state watertypes.GenesisState
	if err := cdc.UnmarshalJSON(genesis[watertypes.ModuleName], &state); err != nil {
		return err
	}
	for meter := uint64(provenMeter - 3); meter <= provenMeter+3; meter++ {
		state.Valves = append(state.Valves, watertypes.Valve{
			Meter: meter, State: watertypes.VALVE_STATE_RESTRICTED, Reason: watertypes.VALVE_REASON_OVERDRAFT, LitresLeft: meter,
		})
	}
	bz, err := cdc.MarshalJSON(&state)
	genesis[watertypes.ModuleName] = bz
	return err
}

// Requirement: the valve is a small record with a proof that a separate verifier checks against a header.
func TestAValveIsProvenAgainstAHeader(t *testing.T) {
	node, at := runningNode(t)
	require.NoError(t, node.WaitForHeight(t.Context(), 4))
	meter := strconv.Itoa(provenMeter)
	dir := t.TempDir()
	file, headerFile := filepath.Join(dir, "valve.json"), filepath.Join(dir, "header.json")

	text := mustRun(t, append([]string{"query", "water", "valve", meter, "--prove"}, at...)...)
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	d, err := proof.ParseDocument([]byte(text))
	require.NoError(t, err)
	require.Equal(t, proof.Valve{
		Meter: provenMeter, State: "VALVE_STATE_RESTRICTED", Reason: "VALVE_REASON_OVERDRAFT", LitresLeft: provenMeter,
	}, d.Valve)

	// The header comes by another way than the document: as any client reads it from the RPC.
	for _, method := range []string{"header", "commit"} {
		require.NoError(t, os.WriteFile(headerFile, rpcAnswer(t, node.RPC(), method, d.Height+1), 0o600))
		said := mustRun(t, "proof", "check", file, "--header", headerFile)
		require.Equal(t, "meter 700 at height "+strconv.FormatInt(d.Height, 10)+" of "+d.ChainID+": VALVE_STATE_RESTRICTED, 700 litres left\n", said)
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
	text := mustRun(t, append([]string{"query", "water", "valve", strconv.Itoa(provenMeter), "--output", "json"}, at...)...)
	require.JSONEq(t,
		`{"valve":{"meter":"700","state":"VALVE_STATE_RESTRICTED","reason":"VALVE_REASON_OVERDRAFT","litres_left":"700"}}`, text)
}

func TestWhatCannotBeProvenIsSaid(t *testing.T) {
	node, at := runningNode(t)
	require.NoError(t, node.WaitForHeight(t.Context(), 4))
	tests := []struct {
		name string
		args []string

		want string
	}{
		{name: "a meter without a valve", args: []string{"9"}, want: "valve not found: expected the meter of a household"},
		{name: "no number", args: []string{"seven"}, want: `expected the number of a meter, got "seven"`},
		{name: "a height that is not there yet", args: []string{"700", "--height", "999999999"}, want: "a proof needs the header of the next block"},
		{name: "the first height", args: []string{"700", "--height", "1"}, want: "height: expected 2 to "},
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
