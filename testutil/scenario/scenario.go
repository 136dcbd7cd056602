package scenario

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
)

// Handler carries out one command and returns what is seen.
type Handler func(t *testing.T, cmd Command) string

// Run runs every *.txt file of a folder as a subtest. All files share the handler.
func Run(t *testing.T, dir string, handle Handler) {
	t.Helper()
	Each(t, dir, func(*testing.T) Handler { return handle })
}

// Each runs every *.txt file of a folder as a subtest, with a handler of its own: start makes what the
// story happens to, so that no file depends on another.
func Each(t *testing.T, dir string, start func(t *testing.T) Handler) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("%s: expected scenarios (*.txt), got none", dir)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			Play(t, file, start(t))
		})
	}
}

// Play runs one file in the test that calls it.
func Play(t *testing.T, file string, handle Handler) {
	t.Helper()
	datadriven.RunTest(t, file, func(t *testing.T, data *datadriven.TestData) string {
		cmd := newCommand(data)
		seen := handle(t, cmd)
		if unread := cmd.unread(); len(unread) > 0 {
			data.Fatalf(t, "%s does not read: %s", cmd.Name, strings.Join(unread, ", "))
		}
		return endLine(seen)
	})
}

// endLine ends the text with exactly one line break; nothing stays nothing.
func endLine(text string) string {
	text = strings.TrimRight(text, "\n")
	if text == "" {
		return ""
	}
	return text + "\n"
}
