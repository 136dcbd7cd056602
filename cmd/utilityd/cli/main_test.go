package cli_test

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/cli"
	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

// userHome stands in for the user's own folder during all tests of the package.
var userHome string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "utilityd-cli")
	if err != nil {
		panic(err)
	}
	userHome = filepath.Join(dir, "user")
	if err := os.Mkdir(userHome, 0o750); err != nil {
		panic(err)
	}
	if err := os.Setenv("HOME", userHome); err != nil {
		panic(err)
	}
	status := m.Run()
	if shared.node != nil {
		_ = shared.node.Close()
	}
	_ = os.RemoveAll(dir)
	os.Exit(status)
}

// result is what a command line left behind.
type result struct {
	status         int
	stdout, stderr string
}

// run executes a command line as main does.
func run(t *testing.T, args ...string) result {
	t.Helper()
	var out, errOut bytes.Buffer
	status := cli.Run(t.Context(), args, strings.NewReader(""), &out, &errOut)
	return result{status, out.String(), errOut.String()}
}

// mustRun is run for a command line that must succeed.
func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	res := run(t, args...)
	require.Zero(t, res.status, "%s\n%s", strings.Join(args, " "), res.stderr)
	return res.stdout
}

// shared is one devnet for the tests that need a running node.
var shared struct {
	once sync.Once
	node *devnet.Node
	err  error
}

// runningNode returns the devnet of the package and the flags that find it.
func runningNode(t *testing.T) (*devnet.Node, []string) {
	t.Helper()
	shared.once.Do(func() {
		cfg := devnet.Config{
			Home:      filepath.Join(filepath.Dir(userHome), "devnet"),
			BlockTime: 300 * time.Millisecond,
			Ports:     freePorts(t),
		}
		if _, shared.err = devnet.Init(cfg); shared.err != nil {
			return
		}
		shared.node, shared.err = devnet.Start(context.Background(), cfg)
	})
	require.NoError(t, shared.err)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	require.NoError(t, shared.node.WaitForHeight(ctx, 1))
	return shared.node, []string{"--home", shared.node.Home()}
}

// freePorts returns unused ports.
func freePorts(t *testing.T) home.Ports {
	t.Helper()
	ports := make([]int, 4)
	for i := range ports {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		defer listener.Close()
		ports[i] = listener.Addr().(*net.TCPAddr).Port
	}
	return home.Ports{P2P: ports[0], RPC: ports[1], GRPC: ports[2], REST: ports[3]}
}

// files lists what is below a folder.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	require.NoError(t, filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if path != dir {
			found = append(found, path)
		}
		return err
	}))
	return found
}
