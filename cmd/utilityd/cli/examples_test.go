package cli_test

import (
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/cli"
)

// Whatever help shows as an example can be typed: the command exists and is the one that shows it, and it takes these flags and
// so many arguments. Commands of ours that take arguments have an example.
func TestEveryExampleOfOurCommandsCanBeTyped(t *testing.T) {
	root, err := cli.NewRoot(nil)
	require.NoError(t, err)
	modules := map[string]bool{}
	for _, m := range methods(t) {
		modules[m.module] = true
	}

	found := 0
	walk(root, func(command *cobra.Command) {
		if !command.Runnable() || command.HasSubCommands() || !ours(command, modules) {
			return
		}
		found++
		t.Run(command.CommandPath(), func(t *testing.T) {
			require.NotEmpty(t, command.Short)
			if strings.Contains(command.Use, " ") {
				require.NotEmpty(t, command.Example)
			}
			for _, line := range commandLines(command.Example) {
				words := split(t, line)
				shown, args, err := root.Find(words[1:])
				require.NoError(t, err, line)
				require.NoError(t, shown.ParseFlags(args), line)
				require.NoError(t, shown.ValidateRequiredFlags(), line)
				require.NoError(t, shown.ValidateArgs(shown.Flags().Args()), line)
			}
			require.True(t, command.Example == "" || strings.Contains(command.Example, command.CommandPath()),
				"the example is one of another command: %s", command.Example)
		})
	})
	require.Greater(t, found, len(modules))
}

func walk(command *cobra.Command, each func(*cobra.Command)) {
	each(command)
	for _, child := range command.Commands() {
		walk(child, each)
	}
}

// ours reports whether the command is made here: it runs a function below cmd, or it is one of a module of ours.
func ours(command *cobra.Command, modules map[string]bool) bool {
	path := strings.Fields(command.CommandPath())
	if path[1] == "tx" || path[1] == "query" {
		return len(path) > 2 && modules[path[2]]
	}
	if command.RunE == nil {
		return false
	}
	_, here, _, _ := runtime.Caller(0)
	pc := reflect.ValueOf(command.RunE).Pointer()
	file, _ := runtime.FuncForPC(pc).FileLine(pc)
	return strings.HasPrefix(file, filepath.Dir(filepath.Dir(here)))
}

var startOfCommand = regexp.MustCompile(`(?:^|\||&&)\s*(utilityd [^|&\n]*)`)

// commandLines are the calls of utilityd in an example: lines, pipes and steps that follow each other.
func commandLines(example string) []string {
	var found []string
	for _, line := range strings.Split(strings.ReplaceAll(example, "\\\n", " "), "\n") {
		for _, match := range startOfCommand.FindAllStringSubmatch(line, -1) {
			found = append(found, match[1])
		}
	}
	return found
}
