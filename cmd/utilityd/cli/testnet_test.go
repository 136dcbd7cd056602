package cli_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Such a network is tested in cmd/utilityd/network.
func TestATestnetIsNotOverwritten(t *testing.T) {
	dir := t.TempDir()
	mustRun(t, "testnet", "init-files", "--validators", "1", "--output-dir", dir)

	res := run(t, "testnet", "init-files", "--validators", "1", "--output-dir", dir)

	require.Equal(t, 1, res.status)
	require.Contains(t, res.stderr, "--output-dir")
}
