package scenario

import (
	"strconv"
	"testing"

	"github.com/cockroachdb/datadriven"
)

// Command is one line of a story. Its methods read arguments and end the test, naming the line, where one
// is missing or malformed.
type Command struct {
	// Name is the first word.
	Name string

	data *datadriven.TestData
	read map[string]bool // by argument; the input is inputKey
}

// inputKey cannot be the name of an argument.
const inputKey = "----"

func newCommand(data *datadriven.TestData) Command {
	return Command{Name: data.Cmd, data: data, read: make(map[string]bool)}
}

// Input returns the text between the command and the dashes.
func (c Command) Input() string {
	c.read[inputKey] = true
	return c.data.Input
}

// Has reports whether an argument is given, with or without a value.
func (c Command) Has(key string) bool {
	c.read[key] = true
	return c.data.HasArg(key)
}

// Word returns the first argument, which is a bare word, such as the time in "at 12:15".
func (c Command) Word(t testing.TB) string {
	t.Helper()
	if len(c.data.CmdArgs) == 0 || len(c.data.CmdArgs[0].Vals) != 0 {
		c.Fatalf(t, "expected a word after %s", c.Name)
	}
	word := c.data.CmdArgs[0].Key
	c.read[word] = true
	return word
}

// Keys returns the names of all arguments in the order of the file; it reads none of them.
func (c Command) Keys() []string {
	keys := make([]string, len(c.data.CmdArgs))
	for i, arg := range c.data.CmdArgs {
		keys[i] = arg.Key
	}
	return keys
}

// Strings returns the values of an argument: none for a bare key.
func (c Command) Strings(t testing.TB, key string) []string {
	t.Helper()
	c.read[key] = true
	arg, ok := c.data.Arg(key)
	if !ok {
		c.Fatalf(t, "expected an argument %s, got none", key)
	}
	return arg.Vals
}

// String returns the one value of an argument.
func (c Command) String(t testing.TB, key string) string {
	t.Helper()
	values := c.Strings(t, key)
	if len(values) != 1 {
		c.Fatalf(t, "%s: expected one value, got %d", key, len(values))
	}
	return values[0]
}

// StringOr returns the value of an argument, or another where the argument is not given.
func (c Command) StringOr(t testing.TB, key, otherwise string) string {
	t.Helper()
	if !c.Has(key) {
		return otherwise
	}
	return c.String(t, key)
}

// Uint returns the one value of an argument as a whole number.
func (c Command) Uint(t testing.TB, key string) uint64 {
	t.Helper()
	return c.parseUint(t, key, c.String(t, key))
}

// UintOr returns the value of an argument, or another where the argument is not given.
func (c Command) UintOr(t testing.TB, key string, otherwise uint64) uint64 {
	t.Helper()
	if !c.Has(key) {
		return otherwise
	}
	return c.Uint(t, key)
}

// Int returns the one value of an argument as a whole number, which may be negative.
func (c Command) Int(t testing.TB, key string) int64 {
	t.Helper()
	value, err := strconv.ParseInt(c.String(t, key), 10, 64)
	if err != nil {
		c.Fatalf(t, "%s: %v", key, err)
	}
	return value
}

// Uints returns all values of an argument as whole numbers.
func (c Command) Uints(t testing.TB, key string) []uint64 {
	t.Helper()
	values := c.Strings(t, key)
	numbers := make([]uint64, len(values))
	for i, value := range values {
		numbers[i] = c.parseUint(t, key, value)
	}
	return numbers
}

// Fatalf ends the test with the file and the line.
func (c Command) Fatalf(t testing.TB, format string, args ...any) {
	t.Helper()
	c.data.Fatalf(t, format, args...)
}

func (c Command) parseUint(t testing.TB, key, value string) uint64 {
	t.Helper()
	number, err := strconv.ParseUint(value, 10, 64)
	if err != nil {
		c.Fatalf(t, "%s: %v", key, err)
	}
	return number
}

// unread returns the unused arguments, in the order of the file.
func (c Command) unread() []string {
	var names []string
	for _, arg := range c.data.CmdArgs {
		if !c.read[arg.Key] {
			names = append(names, "argument "+arg.Key)
		}
	}
	if c.data.Input != "" && !c.read[inputKey] {
		names = append(names, "input")
	}
	return names
}
