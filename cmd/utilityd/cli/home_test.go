package cli_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNothingIsWrittenOutsideTheHome(t *testing.T) {
	dir := t.TempDir()
	node := filepath.Join(dir, "node")

	mustRun(t, "version")
	mustRun(t, "init", "one", "--home", node, "--chain-id", "utility-a", "--keyring-backend", "test")
	mustRun(t, "keys", "add", "k", "--home", node)
	mustRun(t, "keys", "list", "--home", node)
	mustRun(t, "config", "set", "client", "node", "tcp://127.0.0.1:1", "--home", node)
	mustRun(t, "comet", "show-node-id", "--home", node)
	mustRun(t, "genesis", "add-genesis-account", "k", "1000000000uutl", "--home", node)
	mustRun(t, "genesis", "gentx", "k", "1000000uutl", "--home", node, "--chain-id", "utility-a")
	mustRun(t, "genesis", "collect-gentxs", "--home", node)
	mustRun(t, "genesis", "validate", "--home", node)
	mustRun(t, "testnet", "init-files", "--validators", "2", "--output-dir", filepath.Join(dir, "testnet"))
	run(t, "query", "bank", "total-supply", "--home", node)
	run(t, "status", "--home", node)

	require.Empty(t, files(t, userHome))
}

func TestAQuestionLeavesNoTrace(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "nobody")

	res := run(t, "query", "bank", "total-supply", "--home", empty, "--node", "tcp://127.0.0.1:1")

	require.Equal(t, 1, res.status)
	require.NoDirExists(t, empty)
}

func TestTwoHomesHaveTheirOwnSettings(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a", "b"} {
		mustRun(t, "init", name, "--home", filepath.Join(dir, name), "--chain-id", "utility-"+name, "--keyring-backend", "test")
		mustRun(t, "keys", "add", "key-"+name, "--home", filepath.Join(dir, name))
	}

	for _, name := range []string{"a", "b"} {
		at := []string{"--home", filepath.Join(dir, name)}
		require.Equal(t, "utility-"+name+"\n", mustRun(t, append([]string{"config", "get", "client", "chain-id"}, at...)...))
		require.Equal(t, "test\n", mustRun(t, append([]string{"config", "get", "client", "keyring-backend"}, at...)...))
		require.Equal(t, "key-"+name, strings.TrimSpace(mustRun(t, append([]string{"keys", "list", "-n"}, at...)...)))
	}
}

func TestASettingCanBeChangedBeforeAnyOther(t *testing.T) {
	node := filepath.Join(t.TempDir(), "node")
	mustRun(t, "init", "n", "--home", node)

	mustRun(t, "config", "set", "client", "keyring-backend", "file", "--home", node)
	mustRun(t, "config", "set", "app", "grpc.address", "localhost:1234", "--home", node)
	mustRun(t, "config", "set", "config", "consensus.timeout_commit", "7s", "--home", node)
	mustRun(t, "config", "set", "app", "mempool.max-txs", "9", "--home", node)

	require.Equal(t, "file\n", mustRun(t, "config", "get", "client", "keyring-backend", "--home", node))
	require.Equal(t, "localhost:1234\n", mustRun(t, "config", "get", "app", "grpc.address", "--home", node))
	require.Equal(t, "7s\n", mustRun(t, "config", "get", "config", "consensus.timeout_commit", "--home", node))
	require.Equal(t, "9\n", mustRun(t, "config", "get", "app", "mempool.max-txs", "--home", node))
}

func TestANewNodeIsSafe(t *testing.T) {
	node := filepath.Join(t.TempDir(), "node")
	mustRun(t, "init", "n", "--home", node, "--chain-id", "utility-a")
	tests := []struct{ file, key, want string }{
		{"app", "minimum-gas-prices", "0.001uutl"},
		{"app", "query-gas-limit", "50000000"},
		{"app", "mempool.max-txs", "5000"},
		{"app", "iavl-disable-fastnode", "true"},
		{"app", "api.enable", "false"},
		{"app", "api.address", "tcp://localhost:1317"},
		{"app", "grpc.address", "localhost:9090"},
		{"app", "state-sync.snapshot-interval", "1000"},
		{"app", "block-executor", "sequential"},
		{"config", "rpc.laddr", "tcp://127.0.0.1:26657"},
		{"config", "rpc.pprof_laddr", ""},
		{"config", "rpc.unsafe", "false"},
		{"config", "consensus.timeout_commit", "2s"},
		{"config", "consensus.double_sign_check_height", "0"},
		{"client", "chain-id", "utility-a"},
	}
	for _, tt := range tests {
		t.Run(tt.file+" "+tt.key, func(t *testing.T) {
			require.Equal(t, tt.want+"\n", mustRun(t, "config", "get", tt.file, tt.key, "--home", node))
		})
	}
}
