package scenario_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/app/story"
)

// Two parsers read the same language: that of the tests can rewrite its files, that of the program needs no test.
func TestTheProgramReadsTextsAsTheTestsDo(t *testing.T) {
	files, err := filepath.Glob("../../x/*/testdata/scenarios/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		bytes, err := os.ReadFile(file)
		require.NoError(t, err)
		text := string(bytes)
		if strings.Contains(text, "----\n----") { // what is seen has blank lines: no text of the program does
			continue
		}
		commands, err := story.Parse(text)
		require.NoError(t, err, file)
		datadriven.RunTestFromString(t, text, func(t *testing.T, d *datadriven.TestData) string {
			got := commands[0]
			commands = commands[1:]
			want := story.Command{Name: d.Cmd, Input: d.Input, Want: strings.TrimSuffix(d.Expected, "\n"), Line: got.Line}
			for _, arg := range d.CmdArgs {
				want.Args = append(want.Args, story.Arg{Key: arg.Key, Values: arg.Vals})
			}
			require.Equal(t, want, got, file)
			return d.Expected
		})
		require.Empty(t, commands, file)
	}
}
