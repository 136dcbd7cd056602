package cli_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAMistakeIsAnsweredShortlyAndNamesTheNextStep(t *testing.T) {
	dir := t.TempDir()
	node := filepath.Join(dir, "node")
	mustRun(t, "init", "n", "--home", node, "--chain-id", "utility-a", "--keyring-backend", "test")
	mustRun(t, "config", "set", "client", "node", "tcp://127.0.0.1:1", "--home", node)
	mustRun(t, "keys", "add", "k", "--home", node)
	address := strings.TrimSpace(mustRun(t, "keys", "show", "-a", "k", "--home", node))
	tests := []struct {
		name string
		args []string

		wants []string
	}{
		{
			name: "an argument is missing",
			args: []string{"tx", "bank", "send", "k", "--home", node},

			wants: []string{"accepts 3 arg(s), received 1", "See utilityd tx bank send --help."},
		},
		{
			name: "a command is misspelt",
			args: []string{"tx", "bank", "sned"},

			wants: []string{"unknown command", "send", "See utilityd tx bank --help."},
		},
		{
			name: "a flag is unknown",
			args: []string{"query", "bank", "total-supply", "--colour", "blue"},

			wants: []string{"unknown flag: --colour", "--help"},
		},
		{
			name: "no node is running",
			args: []string{"query", "bank", "total-supply", "--home", node},

			wants: []string{"connection refused", "utilityd devnet"},
		},
		{
			name: "the key is unknown",
			args: []string{"tx", "bank", "send", "nobody", address, "1uutl", "--home", node, "--yes"},

			wants: []string{"nobody", "utilityd keys list"},
		},
		{
			name: "an amount has decimals",
			args: []string{"tx", "bank", "send", "k", address, "1.5uutl", "--home", node, "--yes"},

			wants: []string{"expected a whole number of base units, got 1.5uutl", "1500000uutl"},
		},
		{
			name: "a fee has decimals",
			args: []string{"tx", "bank", "send", "k", address, "1uutl", "--fees", "0.5uutl", "--home", node, "--yes"},

			wants: []string{"--fees: expected a whole number of base units, got 0.5uutl", "1500000uutl"},
		},
		{
			name: "an amount of genesis has decimals",
			args: []string{"genesis", "add-genesis-account", "k", "5uutl,1.5ueur", "--home", node},

			wants: []string{"got 1.5ueur", "1500000uutl"},
		},
		{
			name: "the folder of a node is empty",
			args: []string{"start", "--home", filepath.Join(dir, "empty")},

			wants: []string{"expected the files of a node", "utilityd init NAME --home"},
		},
		{
			name: "a node is there already",
			args: []string{"init", "again", "--home", node},

			wants: []string{"expected no node", "--overwrite"},
		},
		{
			name: "a setting is unknown",
			args: []string{"config", "get", "app", "colour", "--home", node},

			wants: []string{"expected a setting of app.toml, got \"colour\"", "utilityd config view app"},
		},
		{
			name: "the state to audit is not there",
			args: []string{"audit", "nothing.json", "--home", node},

			wants: []string{"expected a height or an exported file, got \"nothing.json\"", "See utilityd audit --help."},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := run(t, tt.args...)

			require.Equal(t, 1, res.status)
			require.Empty(t, res.stdout)
			lines := strings.Split(strings.TrimSpace(res.stderr), "\n")
			require.LessOrEqual(t, len(lines), 3, res.stderr)
			for _, want := range tt.wants {
				require.Contains(t, res.stderr, want)
			}
		})
	}
}

func TestAnAddressIsPrintedThoughAnswersAreJSON(t *testing.T) {
	node := filepath.Join(t.TempDir(), "node")
	mustRun(t, "init", "n", "--home", node, "--keyring-backend", "test")
	mustRun(t, "keys", "add", "k", "--home", node)
	mustRun(t, "config", "set", "client", "output", "json", "--home", node)

	require.Regexp(t, `^utility1[0-9a-z]{38}\n$`, mustRun(t, "keys", "show", "-a", "k", "--home", node))
}
