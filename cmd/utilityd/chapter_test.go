package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// block is a piece of a document: commands, and what must be seen in their output.
type block struct{ commands, seen string }

// chapter returns the commands of a chapter of a document, each with the text after it. Blocks marked shell instead of sh are left
// out: they need hardware.
func chapter(t *testing.T, path, title string) []block {
	t.Helper()
	_, text, found := strings.Cut(document(t, path), "\n## "+title+"\n")
	require.True(t, found, title)
	text, _, _ = strings.Cut(text, "\n## ")
	var out []block
	for _, m := range regexp.MustCompile("(?ms)^```(sh|text)\n(.*?)^```$").FindAllStringSubmatch(text, -1) {
		if m[1] == "sh" {
			out = append(out, block{commands: m[2]})
			continue
		}
		require.NotEmpty(t, out)
		out[len(out)-1].seen += m[2] + "…"
	}
	require.Greater(t, len(out), 10)
	return out
}

// follow runs blocks as they stand in the document, in one shell, on a chain of their own, and compares what they print with what
// the document shows. What differs: the program is this test, the devnet has other ports and shorter blocks, and commands
// for a terminal of their own run in the background. Pairs of replaced words stand for addresses that the test chooses.
func follow(t *testing.T, all []block, replaced ...string) (outputs []string) {
	t.Helper()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("bash is not there")
	}
	dir := t.TempDir()
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "build"), 0o750))
	program := fmt.Sprintf("#!/bin/sh\n%s=1 exec '%s' \"$@\"\n", asMain, self)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "build", "utilityd"), []byte(program), 0o700)) //nolint:gosec // it must run
	offset := freeOffset(t)
	words := strings.NewReplacer(append(replaced, "localhost:1317", fmt.Sprintf("localhost:%d", 1317+offset))...)

	var script strings.Builder
	script.WriteString("set -eu\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n")
	for i, b := range all {
		fmt.Fprintf(&script, "echo; echo '=== block %d'\n%s\n", i, adapted(words.Replace(b.commands), offset))
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-c", script.String())
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err = cmd.Run()

	require.NoError(t, err, out.String())
	outputs = regexp.MustCompile(`(?m)^=== block \d+$`).Split(out.String(), -1)[1:]
	require.Len(t, outputs, len(all))
	for i, b := range all {
		for _, want := range pieces(b.seen) {
			require.Contains(t, oneLine(outputs[i]), want, b.commands)
		}
	}
	return outputs
}

// adapted is a block for a shell without a user.
func adapted(commands string, offset int) string {
	_, noCurl := exec.LookPath("curl")
	switch {
	case strings.HasPrefix(commands, "make build"):
		return "true"
	case strings.HasPrefix(commands, "utilityd devnet"):
		return fmt.Sprintf(`%s --block-time 200ms --port-offset %d > devnet.log 2>&1 & devnet=$!
until grep -q Ctrl-C devnet.log; do kill -0 $devnet || { cat devnet.log; exit 1; }; sleep 0.1; done`, strings.TrimSpace(commands), offset)
	case strings.HasPrefix(commands, "utilityd gateway run mqtt"):
		return strings.TrimSpace(commands) + " > run.log 2>&1 &"
	case strings.HasPrefix(commands, "utilityd audit"):
		return "kill $devnet; wait $devnet\n" + commands
	case strings.HasPrefix(commands, "curl") && noCurl != nil:
		return "true"
	default:
		return commands
	}
}

// pieces are what must be seen, however lines are broken: the document leaves out between them.
func pieces(seen string) []string {
	var out []string
	for piece := range strings.SplitSeq(seen, "…") {
		out = append(out, oneLine(piece))
	}
	return out
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// freeOffset finds room for a devnet that nothing else is likely to take.
func freeOffset(t *testing.T) int {
	t.Helper()
	for offset := 11_000; offset < 20_000; offset += 100 {
		free := true
		for _, port := range []int{26656, 26657, 9090, 1317} {
			l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port+offset))
			if err != nil {
				free = false
				break
			}
			require.NoError(t, l.Close())
		}
		if free {
			return offset
		}
	}
	t.Fatal("no free ports")
	return 0
}
