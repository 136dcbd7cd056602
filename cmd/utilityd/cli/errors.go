package cli

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// Exit statuses of a transaction.
const (
	statusFailed   = 1 // in its block, and for every other mistake
	statusRejected = 2 // before it came into a block
	statusNotSeen  = 3 // not in a block in time; it may still come
)

// exitError carries a status.
type exitError struct {
	status int
	err    error
}

func (e exitError) Error() string { return e.err.Error() }
func (e exitError) Unwrap() error { return e.err }

// hintedError carries its own next step.
type hintedError struct {
	err  error
	hint string
}

func (e hintedError) Error() string { return e.err.Error() }
func (e hintedError) Unwrap() error { return e.err }

// withHint adds the next step to an error.
func withHint(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return hintedError{err: err, hint: fmt.Sprintf(format, args...)}
}

// sourceLines are the places in the SDK's source that it puts into its errors.
var sourceLines = regexp.MustCompile(`\s*\[[^\[\]\s]+\.go:\d+\]`)

var (
	// statusWords are those of gRPC before the reason of a query that was refused.
	statusWords = regexp.MustCompile(`^rpc error: code = \w+ desc = `)
	// positionFlags are how autocli names the arguments of a command: by the flag of their position, from 0.
	positionFlags = regexp.MustCompile(`^invalid argument (".*") for "--(\d+)" flag: `)
)

// plain leaves out of a reason what only programs need.
func plain(command *cobra.Command, reason string) string {
	if words := statusWords.FindString(reason); words != "" {
		return strings.TrimSuffix(strings.TrimPrefix(reason, words), ": key not found")
	}
	found := positionFlags.FindStringSubmatch(reason)
	if found == nil || command == nil {
		return reason
	}
	// The use of a command is its name and its arguments, each in brackets.
	arguments := strings.Fields(command.Use)[1:]
	if i, err := strconv.Atoi(found[2]); err == nil && i < len(arguments) {
		return fmt.Sprintf("%s: got %s: %s", strings.Trim(arguments[i], "[]"), found[1], strings.TrimPrefix(reason, found[0]))
	}
	return reason
}

// longestReason keeps the reason on about two lines of a terminal.
const longestReason = 400

// report prints what went wrong and what to do next, on at most three lines.
func report(w io.Writer, command *cobra.Command, err error) int {
	reason := plain(command, strings.Join(strings.Fields(sourceLines.ReplaceAllString(err.Error(), "")), " "))
	if len(reason) > longestReason {
		reason = reason[:longestReason] + "…"
	}
	_, _ = fmt.Fprintf(w, "Error: %s\n", reason)
	if next := nextStep(command, err); next != "" {
		_, _ = fmt.Fprintln(w, next)
	}
	var exit exitError
	if errors.As(err, &exit) {
		return exit.status
	}
	return statusFailed
}

// knownTroubles are the mistakes that have one answer.
var knownTroubles = []struct{ sign, next string }{
	{"resource temporarily unavailable", "The database is in use: stop the node first."},
	{"connection refused", "Is a node running? Start one with \"utilityd devnet\", or name one with --node tcp://HOST:PORT."},
	{"address already in use", "Another program listens there: choose another port, for a devnet with --port-offset 100."},
	{".info: key not found", "List the keys with \"utilityd keys list\"; --home and --keyring-backend say where they are."},
	{"chain ID required", "Name the chain with --chain-id, or once and for all with \"utilityd config set client chain-id ID\"."},
	{"account sequence mismatch", "Another transaction of this account was on its way: wait for it, then send again."},
	{"insufficient fee", "Set --gas-prices or --fees to the required value."},
	{"; the lines above name them", "See each device with \"utilityd gateway status\"; docs/integration.md explains the answers and the remedies."},
	{"insufficient funds", "See what there is with \"utilityd query bank balances ADDRESS\"."},
}

func nextStep(command *cobra.Command, err error) string {
	var hinted hintedError
	if errors.As(err, &hinted) {
		return hinted.hint
	}
	text := err.Error()
	for _, trouble := range knownTroubles {
		if strings.Contains(text, trouble.sign) {
			return trouble.next
		}
	}
	if command == nil {
		return "See utilityd --help."
	}
	return fmt.Sprintf("See %s --help.", command.CommandPath())
}
