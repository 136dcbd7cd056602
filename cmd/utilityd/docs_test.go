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
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
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
		fmt.Sprintf("| pending transactions | %d |", settings.Mempool.MaxTxs),
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

// The names are unexported, so they are read in the source of the gateway.
func TestOperationsNamesEverythingThatAGatewayShows(t *testing.T) {
	source := func(file string) string { return document(t, "cmd/utilityd/gateway/"+file) }
	tests := []struct {
		name    string
		source  string
		find    string
		row     string
		minimum int
	}{
		{
			name: "each metric has a row", source: source("metrics.go"), find: `= describe\("(\w+)"`,
			row: "| `utilityd_gateway_%s` |", minimum: 8,
		},
		{
			name: "each value of a label is named", source: source("metrics.go"), find: `\{metric\w+, "(\w+)", v\.`,
			row: "%s", minimum: 13,
		},
		{
			name: "each line for programs has a row", source: source("report.go"), find: `(?:Type: |summaryLine\{)"(\w+)"`,
			row: "| `%s` |", minimum: 6,
		},
	}
	_, chapter, found := strings.Cut(document(t, "docs/operations.md"), "\n## A gateway\n")
	require.True(t, found)
	chapter, _, _ = strings.Cut(chapter, "\n## ")
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			names := regexp.MustCompile(tc.find).FindAllStringSubmatch(tc.source, -1)
			require.GreaterOrEqual(t, len(names), tc.minimum)
			for _, m := range names {
				require.Contains(t, chapter, fmt.Sprintf(tc.row, m[1]))
			}
		})
	}
	require.Equal(t, strings.Count(chapter, "\n| `utilityd_gateway_"), strings.Count(source("metrics.go"), "= describe("), "a row is of no metric")
}

func TestIntegrationExplainsEveryRemark(t *testing.T) {
	text := document(t, "docs/integration.md")
	for _, name := range meteridtypes.ReadingRemark_name {
		require.Contains(t, text, "\n| "+strings.TrimPrefix(name, "READING_REMARK_")+" | ")
	}
}
