package cli_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

// Four validators agree while transactions arrive, one of them stopped for a while.
func TestValidatorsAgreeThoughOneStopsForAWhile(t *testing.T) {
	// Not a folder that must be empty at the end: address books are written some time after a stop.
	dir := filepath.Join(filepath.Dir(userHome), "testnet")
	offset := freePorts(t).P2P - home.DefaultPorts(0).P2P
	mustRun(t, "testnet", "init-files", "--validators", "4", "--output-dir", dir,
		"--block-time", "200ms", "--port-offset", strconv.Itoa(offset))
	nodes := make([]*devnet.Node, 4)
	for i := range nodes {
		nodes[i] = startNode(t, filepath.Join(dir, fmt.Sprintf("node%d", i)))
	}
	waitForAll(t, nodes, 2)

	pay := []string{"tx", "bank", "send", "alice", bob(t), "1ueur", "--yes", "--wait", "--home", nodes[0].Home()}
	mustRun(t, pay...)
	require.NoError(t, nodes[3].Close())
	mustRun(t, pay...)
	waitForAll(t, nodes[:3], nodes[0].Height()+2)
	nodes[3] = startNode(t, nodes[3].Home())
	mustRun(t, pay...)

	last := nodes[0].Height() + 1
	waitForAll(t, nodes, last)
	want, err := nodes[0].Comet().Block(t.Context(), &last)
	require.NoError(t, err)
	for i, node := range nodes {
		got, err := node.Comet().Block(t.Context(), &last)
		require.NoError(t, err)
		require.Equal(t, want.Block.AppHash, got.Block.AppHash, "node %d", i)
		require.Equal(t, want.BlockID, got.BlockID, "node %d", i)
	}
	require.Len(t, want.Block.LastCommit.Signatures, len(nodes))
}

func startNode(t *testing.T, dir string) *devnet.Node {
	t.Helper()
	node, err := devnet.Start(context.Background(), devnet.Config{Home: dir})
	require.NoError(t, err)
	t.Cleanup(func() { _ = node.Close() })
	return node
}

func waitForAll(t *testing.T, nodes []*devnet.Node, height int64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for _, node := range nodes {
		require.NoError(t, node.WaitForHeight(ctx, height))
	}
}

func TestATestnetIsNotOverwritten(t *testing.T) {
	dir := t.TempDir()
	mustRun(t, "testnet", "init-files", "--validators", "1", "--output-dir", dir)

	res := run(t, "testnet", "init-files", "--validators", "1", "--output-dir", dir)

	require.Equal(t, 1, res.status)
	require.Contains(t, res.stderr, "--output-dir")
}
