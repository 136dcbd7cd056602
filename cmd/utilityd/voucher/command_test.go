package voucher_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/voucher"
)

// run executes a command line below `utilityd voucher`.
func run(args ...string) (string, error) {
	var out bytes.Buffer
	cmd := voucher.NewCommand()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(args)
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	err := cmd.Execute()
	return strings.TrimSuffix(out.String(), "\n"), err
}

func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	out, err := run(args...)
	require.NoError(t, err, "%q", args)
	return out
}

// knownSeed is a file whose codes do not change from run to run.
func knownSeed(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "vendor.json")
	require.NoError(t, os.WriteFile(path, []byte(`{"format":"utilityd/voucher/seed/v1","seed":"`+strings.Repeat("11", 32)+
		`","length":1000,"digits":20}`), 0o600))
	return path
}

func TestAVendorSellsAndADeviceCounts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vendor.json")

	current := mustRun(t, "chain", "--generator", "1", "--meter", "7", "--length", "500", "--digits", "20", "--seed-file", path, "--new")
	require.Regexp(t, `^[0-9]{20}$`, current)
	require.Equal(t, current, mustRun(t, "chain", "--generator", "1", "--meter", "7", "--seed-file", path), "the seed is read again")
	require.NotEqual(t, current, mustRun(t, "chain", "--generator", "1", "--meter", "8", "--seed-file", path))
	require.NotEqual(t, current, mustRun(t, "chain", "--generator", "2", "--meter", "7", "--seed-file", path))

	first := mustRun(t, "code", "--generator", "1", "--meter", "7", "--seed-file", path, "--units", "5", "--spent", "0")
	require.Regexp(t, `^[0-9]{4}( [0-9]{4}){4}$`, first)
	require.Equal(t, "5 units", mustRun(t, "check", "--generator", "1", "--meter", "7", "--current", current, first))

	second := mustRun(t, "code", "--generator", "1", "--meter", "7", "--seed-file", path, "--units", "1", "--spent", "5")
	require.Equal(t, "1 unit", mustRun(t, "check", "--generator", "1", "--meter", "7", "--current", first, second))
	require.Equal(t, "6 units", mustRun(t, "check", "--generator", "1", "--meter", "7", "--current", current, second), "the first message was lost")
	groups := append([]string{"check", "--generator", "1", "--meter", "7", "--current", current}, strings.Fields(second)...)
	require.Equal(t, "6 units", mustRun(t, groups...), "the shell took the groups apart")
	require.Equal(t, "6 units", mustRun(t, "check", "--generator", "1", "--meter", "7", "--current", current, strings.ReplaceAll(second, " ", "-")))
}

// The example of check is true: it is of the seed of these tests.
func TestTheExampleOfCheckIsTrue(t *testing.T) {
	check, _, err := voucher.NewCommand().Find([]string{"check"})
	require.NoError(t, err)
	line, _, _ := strings.Cut(check.Example, "\n")
	words := strings.Fields(strings.ReplaceAll(line, `"`, ""))
	require.Equal(t, []string{"utilityd", "voucher"}, words[:2])

	require.Equal(t, "3 units", mustRun(t, words[2:]...))
	require.Equal(t, words[8], mustRun(t, "chain", "--generator", "1", "--meter", "7", "--seed-file", knownSeed(t)))
}

func TestAnswersInJSON(t *testing.T) {
	path := knownSeed(t)
	var chain struct {
		Generator, Meter, Anchor string
		Length, Digits           int
	}
	require.NoError(t, json.Unmarshal([]byte(mustRun(t, "chain", "--generator", "1", "--meter", "18446744073709551615", "--seed-file", path, "-o", "json")), &chain))
	require.Equal(t, []string{"1", "18446744073709551615"}, []string{chain.Generator, chain.Meter})
	require.Equal(t, 1000, chain.Length)
	require.Equal(t, 20, chain.Digits)
	require.Len(t, chain.Anchor, 20)

	anchor := mustRun(t, "chain", "--generator", "1", "--meter", "7", "--seed-file", path)
	require.JSONEq(t, `{"generator":"1","meter":"7","units":3,"spent":3,"left":997,"code":"31499195086930390703","groups":"3149 9195 0869 3039 0703"}`,
		mustRun(t, "code", "--generator", "1", "--meter", "7", "--seed-file", path, "--units", "3", "--spent", "0", "-o", "json"))
	require.JSONEq(t, `{"generator":"1","meter":"7","units":3,"current":"31499195086930390703"}`,
		mustRun(t, "check", "--generator", "1", "--meter", "7", "--current", anchor, "3149 9195 0869 3039 0703", "-o", "json"))
}

func TestASeedIsSecretAndNeverOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vendor.json")
	mustRun(t, "chain", "--generator", "1", "--meter", "7", "--seed-file", path, "--new")
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	before, err := os.ReadFile(path)
	require.NoError(t, err)

	_, err = run("chain", "--generator", "1", "--meter", "7", "--seed-file", path, "--new")
	require.ErrorContains(t, err, "a seed is never overwritten")
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before, after)

	other := filepath.Join(t.TempDir(), "vendor.json")
	mustRun(t, "chain", "--generator", "1", "--meter", "7", "--seed-file", other, "--new")
	another, err := os.ReadFile(other)
	require.NoError(t, err)
	require.NotEqual(t, before, another, "seeds are random")
}

func TestALongChainGetsLongCodes(t *testing.T) {
	tests := []struct {
		name string
		args []string

		want int
	}{
		{name: "the usual length", args: nil, want: 24},
		{name: "a short chain", args: []string{"--length", "1000"}, want: 22},
		{name: "fewer digits, if the length allows them", args: []string{"--length", "1000", "--digits", "20"}, want: 20},
		{name: "more digits", args: []string{"--length", "10", "--digits", "30"}, want: 30},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "vendor.json")
			anchor := mustRun(t, append([]string{"chain", "--generator", "1", "--meter", "7", "--seed-file", path, "--new"}, tt.args...)...)
			require.Len(t, anchor, tt.want)
		})
	}
}

func TestMistakesAreAnsweredInOneLine(t *testing.T) {
	dir := t.TempDir()
	path := knownSeed(t)
	write := func(name, text string, mode os.FileMode) string {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, []byte(text), mode))
		return file
	}
	open := write("open.json", "{}", 0o644)
	noJSON := write("no.json", "seed", 0o600)
	otherJSON := write("other.json", `{"name":"x"}`, 0o600)
	noSeed := write("short.json", `{"format":"utilityd/voucher/seed/v1","seed":"11","length":10,"digits":20}`, 0o600)
	noHex := write("hex.json", `{"format":"utilityd/voucher/seed/v1","seed":"xx","length":10,"digits":20}`, 0o600)
	fresh := filepath.Join(dir, "fresh.json")
	const link = "31499195086930390703"
	tests := []struct {
		name string
		args []string

		want string
	}{
		{
			name: "no meter",
			args: []string{"chain", "--generator", "1", "--seed-file", path},

			want: `required flag(s) "meter" not set`,
		},
		{
			name: "no generator",
			args: []string{"chain", "--meter", "7", "--seed-file", path},

			want: `required flag(s) "generator" not set`,
		},
		{
			name: "a meter that is no number",
			args: []string{"chain", "--generator", "1", "--meter", "-1", "--seed-file", path},

			want: `invalid argument "-1" for "--meter" flag`,
		},
		{
			name: "no file",
			args: []string{"chain", "--generator", "1", "--meter", "7", "--seed-file", fresh},

			want: "expected the file of a seed, found none: utilityd voucher chain --new makes one",
		},
		{
			name: "a folder that is not there",
			args: []string{"chain", "--generator", "1", "--meter", "7", "--seed-file", filepath.Join(dir, "x", "y.json"), "--new"},

			want: "no such file or directory",
		},
		{
			name: "a file that others can read",
			args: []string{"code", "--generator", "1", "--meter", "7", "--seed-file", open, "--units", "1", "--spent", "0"},

			want: "expected a file without access for other users, got mode 0644: chmod 600 " + open,
		},
		{
			name: "a file that is no JSON",
			args: []string{"chain", "--generator", "1", "--meter", "7", "--seed-file", noJSON},

			want: "expected the JSON of a seed",
		},
		{
			name: "a file of something else",
			args: []string{"chain", "--generator", "1", "--meter", "7", "--seed-file", otherJSON},

			want: `expected the format utilityd/voucher/seed/v1, got ""`,
		},
		{
			name: "a seed that is too short",
			args: []string{"chain", "--generator", "1", "--meter", "7", "--seed-file", noSeed},

			want: "wrong size of a seed: expected 32 bytes, got 1",
		},
		{
			name: "a seed that is not hexadecimal",
			args: []string{"chain", "--generator", "1", "--meter", "7", "--seed-file", noHex},

			want: "seed: expected hexadecimal digits",
		},
		{
			name: "another length than that of the seed",
			args: []string{"chain", "--generator", "1", "--meter", "7", "--seed-file", path, "--length", "999"},

			want: "--length: expected 1000, as in " + path + ", got 999",
		},
		{
			name: "other digits than those of the seed",
			args: []string{"chain", "--generator", "1", "--meter", "7", "--seed-file", path, "--digits", "24"},

			want: "--digits: expected 20, as in " + path + ", got 24",
		},
		{
			name: "no link",
			args: []string{"chain", "--generator", "1", "--meter", "7", "--seed-file", fresh, "--new", "--length", "0"},

			want: "--length: expected 1 to 1000000, got 0",
		},
		{
			name: "codes too short for the length",
			args: []string{"chain", "--generator", "1", "--meter", "7", "--seed-file", fresh, "--new", "--length", "10000", "--digits", "20"},

			want: "--digits: expected 22 to 30 for a chain of 10000, got 20",
		},
		{
			name: "codes too long",
			args: []string{"chain", "--generator", "1", "--meter", "7", "--seed-file", fresh, "--new", "--digits", "31"},

			want: "--digits: expected 22 to 30 for a chain of 10000, got 31",
		},
		{
			name: "no units",
			args: []string{"code", "--generator", "1", "--meter", "7", "--seed-file", path, "--units", "0", "--spent", "0"},

			want: "expected 1 to 500 units, got 0",
		},
		{
			name: "missing units",
			args: []string{"code", "--generator", "1", "--meter", "7", "--seed-file", path, "--units", "5"},

			want: `required flag(s) "spent" not set`,
		},
		{
			name: "more units than there are",
			args: []string{"code", "--generator", "1", "--meter", "7", "--seed-file", path, "--units", "5", "--spent", "996"},

			want: "chain is used up: expected at most 1000 units, got 5 and 996 spent",
		},
		{
			name: "a letter in the code",
			args: []string{"check", "--generator", "1", "--meter", "7", "--current", link, "O149 9195 0869 3039 0703"},

			want: "code: not a digit: expected digits, spaces and dashes, got 'O' at place 1",
		},
		{
			name: "a digit missing in the current link",
			args: []string{"check", "--generator", "1", "--meter", "7", "--current", link[1:], link},

			want: "--current: wrong length of a code: expected 20 to 30 digits, got 19",
		},
		{
			name: "a digit too many in the code",
			args: []string{"check", "--generator", "1", "--meter", "7", "--current", link, link + "1"},

			want: "wrong length of a code: expected 20 digits, got 21",
		},
		{
			name: "a spent code",
			args: []string{"check", "--generator", "1", "--meter", "7", "--current", link, link},

			want: "code is spent",
		},
		{
			name: "a code for another meter",
			args: []string{"check", "--generator", "1", "--meter", "8", "--current", link, "31499195086930390700"},

			want: "code does not match: expected it to lead to the current link of meter 8 of generator 1 in at most 1000 steps",
		},
		{
			name: "no code",
			args: []string{"check", "--generator", "1", "--meter", "7", "--current", link},

			want: "requires at least 1 arg(s)",
		},
		{
			name: "an unknown form of answers, before a seed is made",
			args: []string{"chain", "--generator", "1", "--meter", "7", "--seed-file", fresh, "--new", "--output", "yaml"},

			want: `--output: expected text or json, got "yaml"`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := run(tt.args...)
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), "\n")
			require.Empty(t, out)
			require.NoFileExists(t, fresh)
		})
	}
}
