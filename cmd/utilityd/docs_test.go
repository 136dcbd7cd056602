package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

const repository = "../.."

func document(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repository, path))
	require.NoError(t, err)
	return string(text)
}

// documents are the texts that go beyond one module.
func documents(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(repository, "docs", "*.md"))
	require.NoError(t, err)
	out := []string{"README.md", "CONTRIBUTING.md"}
	for _, path := range found {
		out = append(out, filepath.Join("docs", filepath.Base(path)))
	}
	return out
}

func TestLinksOfTheDocumentsLeadSomewhere(t *testing.T) {
	for _, path := range documents(t) {
		for _, m := range regexp.MustCompile(`\]\(([^)#]*)(?:#([^)]*))?\)`).FindAllStringSubmatch(document(t, path), -1) {
			target, anchor := m[1], m[2]
			if strings.Contains(target, "://") {
				continue
			}
			file := filepath.Join(repository, filepath.Dir(path), target)
			if target == "" {
				file = filepath.Join(repository, path)
			}
			require.FileExists(t, strings.TrimSuffix(fileOrReadme(file), "/"), "%s: %s", path, m[0])
			if anchor != "" {
				text, err := os.ReadFile(file)
				require.NoError(t, err)
				require.Contains(t, strings.ToLower(string(text)), "\n## "+strings.ReplaceAll(anchor, "-", " ")+"\n", "%s: %s", path, m[0])
			}
		}
	}
}

// fileOrReadme is a file, or any file of a folder that a link may name.
func fileOrReadme(path string) string {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return path
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return path
	}
	if len(entries) == 0 {
		return path
	}
	return fileOrReadme(filepath.Join(path, entries[0].Name()))
}

func TestOperationsNamesTheLimitsThatHold(t *testing.T) {
	text := document(t, "docs/operations.md")
	settings, comet := home.AppConfig(home.DefaultPorts(0)), home.CometConfig(home.DefaultPorts(0))
	for _, want := range []string{
		fmt.Sprintf("| bytes of a block | %d |", app.MaxBlockBytes),
		fmt.Sprintf("| gas of a block | %d |", app.MaxBlockGas),
		fmt.Sprintf("| memo | %d characters |", app.MaxMemoCharacters),
		fmt.Sprintf("| transactions that wait | %d |", settings.Mempool.MaxTxs),
		fmt.Sprintf("| gas of a query | %d |", settings.QueryGasLimit),
		fmt.Sprintf("`minimum-gas-prices` is `%s`", settings.MinGasPrices),
		fmt.Sprintf("`block-executor = %q` is the default", settings.BlockExecutor),
		fmt.Sprintf("`pruning = %q` keeps 362,880", settings.Pruning),
		fmt.Sprintf("every %d blocks, the last %d are kept", settings.StateSync.SnapshotInterval, settings.StateSync.SnapshotKeepRecent),
		fmt.Sprintf("`consensus.block_time_tolerance` (%.0f minute)", comet.Consensus.BlockTimeTolerance.Minutes()),
		fmt.Sprintf("`double_sign_check_height` is %d", comet.Consensus.DoubleSignCheckHeight),
		fmt.Sprintf("metrics on port %s", strings.TrimPrefix(comet.Instrumentation.PrometheusListenAddr, ":")),
		fmt.Sprintf("RPC %d, gRPC %d, REST %d", home.DefaultPorts(0).RPC, home.DefaultPorts(0).GRPC, home.DefaultPorts(0).REST),
	} {
		require.Contains(t, text, want)
	}
	for _, key := range settings.IndexEvents {
		require.Contains(t, text, "`"+key+"`")
	}
	require.Equal(t, comet.Mempool.Size, settings.Mempool.MaxTxs)
}
