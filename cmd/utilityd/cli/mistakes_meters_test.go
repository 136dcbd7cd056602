package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

// Mistakes with the commands of meters and of devnets, on a machine where one devnet runs.
func TestMistakesWithMetersAndDevnetsNameTheNextStep(t *testing.T) {
	node, at := runningNode(t)
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{
		"one.csv":    "time,meter,consumed_wh,produced_wh\n2026-01-01T00:00:00Z,a,5,7\n2026-01-01T00:15:00Z,a,5,7\n",
		"alice.csv":  "time,meter,consumed_wh,produced_wh\n2026-01-01T00:00:00Z,alice,5,7\n2026-01-01T00:15:00Z,b,5,7\n",
		"wide.csv":   "time,meter,consumed_wh,produced_wh\n2026-01-01T00:00:00Z,a,5,7,9\n",
		"column.csv": "time,meter,used\n2026-01-01T00:00:00Z,a,5\n",
		"broken.gz":  "\x1f\x8bnot really",
		"empty.csv":  "",
		"keys.json":  `[{"serial":"a","issuer":"i","scheme":"ed25519","seed":"00"}]`,
	} {
		require.NoError(t, os.WriteFile(in(name), []byte(text), 0o600))
	}
	issuer, err := devnet.Address(devnet.Issuer)
	require.NoError(t, err)
	mustRun(t, append([]string{"gateway", "keygen", "a", "--issuer", issuer.String(), "--devices", in("devices.json")}, at...)...)
	rpc := node.RPC()[strings.LastIndex(node.RPC(), ":")+1:]
	offset := fmt.Sprintf("--port-offset=%s", rpc)
	tests := []struct {
		name string
		args []string

		wants []string
	}{
		{
			name: "the file of a demo is not there",
			args: []string{"demo", "--energy", in("nothing.csv")},

			wants: []string{"expected a file of meter data", "nothing.csv: no such file", "utilityd demo --help"},
		},
		{
			name: "the file of a demo has other columns",
			args: []string{"demo", "--energy", in("column.csv")},

			wants: []string{"expected a header line such as time,meter,consumed_wh,produced_wh", `got "time,meter,used"`},
		},
		{
			name: "a line of the file has too many columns",
			args: []string{"demo", "--energy", in("wide.csv")},

			wants: []string{"wide.csv: expected rows that can be used", "line 2, meter a: expected 4 cells as in the header line, got 5"},
		},
		{
			name: "a meter has the name of another account",
			args: []string{"demo", "--energy", in("alice.csv")},

			wants: []string{`got "alice"`},
		},
		{
			name: "the file is half a gzip file",
			args: []string{"demo", "--energy", in("broken.gz")},

			wants: []string{"broken.gz: expected a whole gzip file"},
		},
		{
			name: "the file is empty",
			args: []string{"demo", "--energy", in("empty.csv")},

			wants: []string{"empty.csv: expected a header line such as time,meter,consumed_wh,produced_wh"},
		},
		{
			name: "a demo of no day",
			args: []string{"demo", "--days", "0"},

			wants: []string{"--days: expected 1 to 360, got 0"},
		},
		{
			name: "a demo in a format that is not there",
			args: []string{"demo", "--output", "yaml"},

			wants: []string{`--output: expected text or json, got "yaml"`},
		},
		{
			name: "the devnet of the home is running",
			args: append([]string{"devnet"}, at...),

			wants: []string{"stop the node first"},
		},
		{
			name: "a devnet with ports that do not exist",
			args: []string{"devnet", "--home", in("node"), offset + "0"},

			wants: []string{"expected ports of 1 to 65535"},
		},
		{
			name: "a devnet with a name no chain can have",
			args: []string{"devnet", "--home", in("node"), "--chain-id", "my chain"},

			wants: []string{`chain id: expected 1 to 50 letters, digits and . _ -, got "my chain"`},
		},
		{
			name: "a devnet of another chain is in the home",
			args: append([]string{"devnet", "--chain-id", "utility-other"}, at...),

			wants: []string{"expected utility-devnet-1", "choose another --home"},
		},
		{
			name: "a devnet without time between blocks",
			args: []string{"devnet", "--home", in("node"), "--block-time", "0s"},

			wants: []string{"--block-time: expected at least 1ms, got 0s"},
		},
		{
			name: "the issuer is given by name",
			args: append([]string{"gateway", "keygen", "b", "--issuer", "issuer"}, at...),

			wants: []string{"utilityd keys show NAME -a", `got "issuer"`},
		},
		{
			name: "keys for no chain",
			args: []string{"gateway", "keygen", "b", "--issuer", issuer.String(), "--home", in("node")},

			wants: []string{"expected --chain-id, or the --home of a node"},
		},
		{
			name: "the device has a key already",
			args: append([]string{"gateway", "keygen", "a", "--issuer", issuer.String(), "--devices", in("devices.json")}, at...),

			wants: []string{"already holds a device a", "choose another serial number or another --devices"},
		},
		{
			name: "the file of devices is not there",
			args: append([]string{"gateway", "replay", in("one.csv"), "--from", "gateway", "--devices", in("nothing.json")}, at...),

			wants: []string{"nothing.json holds no devices", "utilityd gateway keygen"},
		},
		{
			name: "the file of devices is damaged",
			args: append([]string{"gateway", "replay", in("one.csv"), "--from", "gateway", "--devices", in("keys.json")}, at...),

			wants: []string{"keys.json, device a: expected a seed of 64 hexadecimal digits"},
		},
		{
			name: "the gateway has no key",
			args: append([]string{"gateway", "replay", in("one.csv"), "--devices", in("devices.json")}, at...),

			wants: []string{"expected --from with the key of the gateway", "utilityd keys list"},
		},
		{
			name: "the key of the gateway is unknown",
			args: append([]string{"gateway", "replay", in("one.csv"), "--from", "nobody", "--devices", in("devices.json")}, at...),

			wants: []string{"nobody", "utilityd keys list"},
		},
		{
			name: "the file of readings is not there",
			args: append([]string{"gateway", "replay", in("nothing.csv"), "--from", "gateway", "--devices", in("devices.json")}, at...),

			wants: []string{"expected a file of meter data", "nothing.csv"},
		},
		{
			name: "batches of nothing",
			args: append([]string{"gateway", "replay", in("one.csv"), "--from", "gateway", "--batch", "0"}, at...),

			wants: []string{"--batch, --window and --max-open: expected at least 1"},
		},
		{
			name: "an argument is not one of the words",
			args: append([]string{"tx", "water", "create-area", "V", "ueur", "1", "1", "1", "1", "1", "1", "shut", "1", "1", "1", "--from", "admin"}, at...),

			wants: []string{`Error: valve-policy: got "shut": `, "close", "restrict", "utilityd tx water create-area --help"},
		},
		{
			name: "what is asked for is not there",
			args: append([]string{"query", "water", "area", "7"}, at...),

			wants: []string{"Error: expected the number of an area, got 7: area not found\n", "utilityd query water area --help"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := run(t, tt.args...)

			require.Equal(t, 1, res.status)
			require.Empty(t, res.stdout)
			require.LessOrEqual(t, strings.Count(res.stderr, "\n"), 3, res.stderr)
			for _, want := range tt.wants {
				require.Contains(t, res.stderr, want)
			}
		})
	}
	require.False(t, home.Exists(in("node")), "a mistake makes no home")
}

func TestADevnetIsNotMadeForPortsThatAreTaken(t *testing.T) {
	node, _ := runningNode(t)
	ports := freePorts(t)
	_, err := fmt.Sscanf(node.RPC(), "tcp://127.0.0.1:%d", &ports.RPC)
	require.NoError(t, err)
	dir := filepath.Join(t.TempDir(), "node")

	_, err = devnet.Init(devnet.Config{Home: dir, Ports: ports})

	require.ErrorContains(t, err, "address already in use")
	require.NoDirExists(t, dir)
}
