package story

import (
	"fmt"
	"strings"
)

// Arg is an argument of a command: a key alone has no values.
type Arg struct {
	Key    string
	Values []string
}

// Command is a command of a story, and what is seen after it.
type Command struct {
	Name  string
	Args  []Arg
	Input string
	Want  string
	Line  int // of the text, from 1
}

// dashes stand between the input of a command and what is seen.
const dashes = "----"

// Parse reads the commands of a text.
func Parse(text string) (commands []Command, err error) {
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		if line := strings.TrimSpace(lines[i]); line == "" || line[0] == '#' {
			continue
		}
		cmd := Command{Line: i + 1}
		if cmd.Name, cmd.Args, err = ParseLine(lines[i]); err != nil {
			return nil, fmt.Errorf("line %d: %w", cmd.Line, err)
		}
		var input, want []string
		for i++; i < len(lines) && lines[i] != dashes; i++ {
			input = append(input, lines[i])
		}
		if i == len(lines) {
			return nil, fmt.Errorf("line %d: expected %s after %s, got the end", cmd.Line, dashes, cmd.Name)
		}
		for i++; i < len(lines) && strings.TrimSpace(lines[i]) != ""; i++ {
			want = append(want, lines[i])
		}
		cmd.Input, cmd.Want = strings.Join(input, "\n"), strings.Join(want, "\n")
		commands = append(commands, cmd)
	}
	return commands, nil
}

// ParseLine reads the name and the arguments of a command.
func ParseLine(line string) (name string, args []Arg, err error) {
	name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	for rest = strings.TrimSpace(rest); rest != ""; rest = strings.TrimSpace(rest) {
		var arg Arg
		end := strings.IndexAny(rest+" ", " =")
		arg.Key, rest = rest[:end], rest[end:]
		if arg.Key == "" {
			return "", nil, fmt.Errorf("expected a key, got %s", rest)
		}
		if value, ok := strings.CutPrefix(rest, "="); ok {
			if arg.Values, rest, err = parseValues(value); err != nil {
				return "", nil, fmt.Errorf("%s: %w", arg.Key, err)
			}
		}
		args = append(args, arg)
	}
	return name, args, nil
}

// parseValues reads one value, or several in parentheses. Within a value parentheses are in pairs.
func parseValues(text string) (values []string, rest string, err error) {
	if !strings.HasPrefix(text, "(") {
		value, rest, _ := strings.Cut(text, " ")
		return []string{value}, rest, nil
	}
	start, depth := 1, 0
	for i, r := range text {
		switch {
		case r == '(':
			depth++
		case r == ',' && depth == 1:
			values = append(values, text[start:i])
			start = i + 1 + len(text[i+1:]) - len(strings.TrimLeft(text[i+1:], " "))
		case r == ')':
			if depth--; depth == 0 {
				return append(values, text[start:i]), text[i+1:], nil
			}
		}
	}
	return nil, "", fmt.Errorf("expected a closing parenthesis, got %s", text)
}

// Take returns the one value of an argument and all other arguments.
func Take(args []Arg, key string) (value string, others []Arg) {
	for _, arg := range args {
		if arg.Key == key && len(arg.Values) == 1 {
			value = arg.Values[0]
			continue
		}
		others = append(others, arg)
	}
	return value, others
}
