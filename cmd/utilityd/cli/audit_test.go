package cli_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
)

// stoppedNode makes a home with a few blocks in it.
func stoppedNode(t *testing.T) string {
	t.Helper()
	cfg := devnet.Config{Home: filepath.Join(t.TempDir(), "node"), BlockTime: 100 * time.Millisecond, Ports: freePorts(t)}
	_, err := devnet.Init(cfg)
	require.NoError(t, err)
	node, err := devnet.Start(t.Context(), cfg)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	require.NoError(t, node.WaitForHeight(ctx, 3))
	require.NoError(t, node.Close())
	return cfg.Home
}

func TestAStoppedNodeCanBeAuditedExportedAndAuditedAgain(t *testing.T) {
	node := stoppedNode(t)
	file := filepath.Join(t.TempDir(), "export.json")

	mustRun(t, "export", "--home", node, "--output-document", file)
	for _, args := range [][]string{{"audit"}, {"audit", "2"}, {"audit", file}} {
		out := mustRun(t, append(args, "--home", node)...)

		require.Contains(t, out, "bank: supply equals the sum of all balances: ok\n")
		for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
			require.True(t, strings.HasSuffix(line, ": ok"), line)
		}
	}
}

func TestTheExportOnStdoutIsJSONAlone(t *testing.T) {
	res := run(t, "export", "--home", stoppedNode(t))

	require.Zero(t, res.status, res.stderr)
	require.True(t, json.Valid([]byte(res.stdout)))
	require.Contains(t, res.stdout, `"app_name":"`)
	require.Empty(t, res.stderr, "an unrequested log")
}

func TestAnExportThatDoesNotAddUpIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "export.json")
	mustRun(t, "export", "--home", stoppedNode(t), "--output-document", file)
	bz, err := os.ReadFile(file)
	require.NoError(t, err)
	forged := strings.Replace(string(bz), `"9000000000000"`, `"9000000000001"`, 1)
	require.NotEqual(t, string(bz), forged)
	require.NoError(t, os.WriteFile(file, []byte(forged), 0o600))

	res := run(t, "audit", file)

	require.Equal(t, 1, res.status)
	require.Contains(t, res.stderr, "supply")
	require.LessOrEqual(t, strings.Count(res.stderr, "\n"), 3, res.stderr)
}
