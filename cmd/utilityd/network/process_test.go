package network_test

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/cli"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

// asUtilityd makes the binary of the tests behave as utilityd, so that no other has to be built.
const asUtilityd = "UTILITYD_TEST_PROCESS"

func TestMain(m *testing.M) {
	if os.Getenv(asUtilityd) != "" {
		os.Exit(cli.Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func command(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	binary, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(binary, args...)
	cmd.Env = append(os.Environ(), asUtilityd+"=yes", "HOME="+t.TempDir())
	return cmd
}

// utilityd runs a command that ends by itself and returns what it printed.
func utilityd(t testing.TB, args ...string) string {
	t.Helper()
	cmd := command(t, args...)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	require.NoError(t, cmd.Run(), "utilityd %s\n%s%s", strings.Join(args, " "), &out, &errOut)
	return out.String()
}

// process is a utilityd that runs beside the test.
type process struct {
	name  string
	cmd   *exec.Cmd
	ended chan struct{}
}

// launch starts a process.
func launch(t testing.TB, args ...string) *process {
	t.Helper()
	return launchWith(t, nil, args...)
}

// launchWith starts a process that reads from somewhere. What it prints is shown if the test fails.
func launchWith(t testing.TB, stdin *os.File, args ...string) *process {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	require.NoError(t, err)
	p := &process{name: strings.Join(args, " "), cmd: command(t, args...), ended: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = log, log
	if stdin != nil {
		p.cmd.Stdin = stdin
	}
	require.NoError(t, p.cmd.Start())
	go func() {
		_ = p.cmd.Wait() // the status is in cmd.ProcessState
		close(p.ended)
	}()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			bz, _ := os.ReadFile(log.Name())
			t.Logf("utilityd %s:\n%s", p.name, bz[max(0, len(bz)-2_000):])
		}
		_ = log.Close()
	})
	return p
}

// kill ends the process as a power failure does: it learns nothing of it.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // an error means that it has ended already
	<-p.ended
}

// stop interrupts the process, as a user does with Ctrl-C.
func (p *process) stop(t testing.TB) {
	t.Helper()
	require.NoError(t, p.cmd.Process.Signal(syscall.SIGTERM))
	p.mustEnd(t, time.Minute)
}

// mustEnd waits for the process to end well.
func (p *process) mustEnd(t testing.TB, timeout time.Duration) {
	t.Helper()
	select {
	case <-p.ended:
		require.True(t, p.cmd.ProcessState.Success(), "utilityd %s: %s", p.name, p.cmd.ProcessState)
	case <-time.After(timeout):
		require.Fail(t, "still running", "utilityd %s after %s", p.name, timeout)
	}
}

// maxResident is the most memory that a process which has ended had, bytes.
func (p *process) maxResident() int64 {
	return p.cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
}

// until waits for something to become true.
func until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(4 * time.Minute); !holds(); time.Sleep(20 * time.Millisecond) {
		require.True(t, time.Now().Before(deadline), "not within four minutes: %s", what)
	}
}

// portsTaken counts the offsets that tests of this process have looked at.
var portsTaken atomic.Int64

// freeOffset finds a place for the ports of so many nodes, each the given step above the one before. It stays below the ports
// that the system gives to connections.
func freeOffset(t testing.TB, nodes, step int) int {
	t.Helper()
	for range 200 {
		offset := 200 + (os.Getpid()*7+int(portsTaken.Add(1))*97)%50*100
		if allFree(offset, nodes, step) {
			return offset
		}
	}
	require.Fail(t, "expected free ports, found none")
	return 0
}

func allFree(offset, nodes, step int) bool {
	for i := range nodes {
		ports := home.DefaultPorts(offset + i*step)
		for _, port := range []int{ports.P2P, ports.RPC, ports.GRPC, ports.REST} {
			listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
			if err != nil {
				return false
			}
			_ = listener.Close()
		}
	}
	return true
}
