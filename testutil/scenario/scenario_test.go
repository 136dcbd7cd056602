package scenario_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/utilityd/utilityd/testutil/scenario"
)

// jar is what the stories of these tests happen to.
type jar struct{ coins int64 }

func newJar(*testing.T) scenario.Handler { return new(jar).handle }

func (j *jar) handle(t *testing.T, cmd scenario.Command) string {
	switch cmd.Name {
	case "put":
		for _, coins := range cmd.Uints(t, "coins") {
			j.coins += int64(coins)
		}
	case "take":
		j.coins += cmd.Int(t, "coins")
		if cmd.Has("quietly") {
			return ""
		}
	case "shut":
		return "shut with a " + cmd.Word(t)
	case "label":
		return cmd.StringOr(t, "colour", "white") + ": " + cmd.Input()
	case "count":
		line := fmt.Sprintln(j.coins)
		return strings.TrimPrefix(strings.Repeat("\n"+line, int(cmd.UintOr(t, "times", 1))), "\n")
	default:
		cmd.Fatalf(t, "expected put, take, label, shut or count, got %s", cmd.Name)
	}
	return fmt.Sprintf("%d in the jar", j.coins)
}

func TestStoriesComeOutAsWritten(t *testing.T) {
	scenario.Each(t, "testdata/scenarios", newJar)
}

func TestRunSharesItsHandler(t *testing.T) {
	commands := 0
	scenario.Run(t, writeStories(t, "count\n----\n0\n"), func(t *testing.T, cmd scenario.Command) string {
		commands++
		return newJar(t)(t, cmd)
	})
	if commands != 1 {
		t.Errorf("expected 1 command, got %d", commands)
	}
}

// A failing story ends its test, so each runs in a process of its own.
func TestWrongStoriesFail(t *testing.T) {
	const variable = "SCENARIO_DIR"
	if dir := os.Getenv(variable); dir != "" {
		scenario.Each(t, dir, newJar)
		return
	}
	tests := []struct {
		name  string
		story string

		want string
	}{
		{
			name:  "what is seen differs",
			story: "put coins=1\n----\n2 in the jar\n",

			want: "1 in the jar",
		},
		{
			name:  "something is seen where nothing is expected",
			story: "put coins=1\n----\n",

			want: "1 in the jar",
		},
		{
			name:  "an argument is misspelt",
			story: "count tims=2\n----\n0\n",

			want: "count does not read: argument tims",
		},
		{
			name:  "the dashes are forgotten",
			story: "put coins=1\n\ncount\n----\n1 in the jar\n",

			want: "put does not read: input",
		},
		{
			name:  "an argument is missing",
			story: "take\n----\n0\n",

			want: "expected an argument coins, got none",
		},
		{
			name:  "a number is not one",
			story: "put coins=few\n----\n0\n",

			want: "invalid syntax",
		},
		{
			name:  "one value is wanted and two are given",
			story: "take coins=(1, 2)\n----\n0\n",

			want: "expected one value, got 2",
		},
		{
			name:  "a word is missing",
			story: "shut\n----\nshut with a lid\n",

			want: "expected a word after shut",
		},
		{
			name:  "a word has a value",
			story: "shut lid=1\n----\nshut with a lid\n",

			want: "expected a word after shut",
		},
		{
			name:  "the command is unknown",
			story: "shake\n----\n0\n",

			want: "got shake",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cmd := exec.Command(os.Args[0], "-test.run=^TestWrongStoriesFail$")
			cmd.Env = append(os.Environ(), variable+"="+writeStories(t, tt.story))
			out, err := cmd.CombinedOutput()
			if err == nil {
				t.Fatalf("expected a failure, got none:\n%s", out)
			}
			if !strings.Contains(string(out), tt.want) {
				t.Fatalf("expected %q, got:\n%s", tt.want, out)
			}
		})
	}
}

func writeStories(t *testing.T, stories ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i, story := range stories {
		name := filepath.Join(dir, fmt.Sprintf("story%d.txt", i))
		if err := os.WriteFile(name, []byte(story), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
