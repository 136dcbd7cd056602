package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"
	"sigs.k8s.io/yaml"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
)

const (
	flagWait        = "wait"
	flagWaitTimeout = "wait-timeout"

	// pollInterval is the time between two queries for a transaction.
	pollInterval = 200 * time.Millisecond
)

// waitForAll lets every command that sends a transaction report how it ended.
func waitForAll(command *cobra.Command) {
	for _, child := range command.Commands() {
		waitForAll(child)
	}
	if run := command.RunE; run != nil && !command.HasSubCommands() && command.Flags().Lookup(flags.FlagBroadcastMode) != nil {
		command.Flags().Bool(flagWait, false, "wait until the transaction is in a block and fail if it failed (default true on a terminal)")
		command.Flags().Duration(flagWaitTimeout, time.Minute, "how long to wait")
		command.RunE = func(cmd *cobra.Command, args []string) error { return runAndWait(cmd, args, run) }
	}
}

// runAndWait runs a command, catches what it prints after signing and, if that is the answer of the
// node's mempool, goes on until the end of the transaction is known.
func runAndWait(cmd *cobra.Command, args []string, run func(*cobra.Command, []string) error) error {
	tap := &outputTap{out: cmd.OutOrStdout()}
	ctx := client.GetClientContextFromCmd(cmd).WithOutput(tap)
	ctx.PreprocessTxHook = func(string, keyring.KeyType, client.TxBuilder) error {
		tap.on = true // no more questions to the user from here on
		return nil
	}
	tap.on = cmd.Name() == "broadcast"
	if err := client.SetCmdClientContext(cmd, ctx); err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	cmd.SetOut(tap)
	err := run(cmd, args)
	cmd.SetOut(out)
	if err != nil {
		_, _ = out.Write(tap.caught.Bytes())
		return err
	}
	return finishTx(cmd, out, tap.caught.Bytes())
}

func finishTx(cmd *cobra.Command, out io.Writer, printed []byte) error {
	ctx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return err
	}
	ctx = ctx.WithOutput(out)
	res, ok := parseResponse(ctx, printed)
	if !ok {
		_, err := out.Write(printed)
		return err
	}
	if res.Code != 0 {
		_, _ = out.Write(printed)
		return exitError{statusRejected, fmt.Errorf("rejected before it came into a block: %s (%s %d)", res.RawLog, res.Codespace, res.Code)}
	}
	if !wantsWait(cmd, out) {
		_, err := out.Write(printed)
		return err
	}
	timeout, err := cmd.Flags().GetDuration(flagWaitTimeout)
	if err != nil {
		return err
	}
	final, err := awaitTx(ctx, res.TxHash, timeout)
	if err != nil {
		_, _ = out.Write(printed)
		return exitError{statusNotSeen, withHint(err, "Ask again with \"utilityd query tx %s\".", res.TxHash)}
	}
	if err := ctx.PrintProto(final); err != nil {
		return err
	}
	if final.Code != 0 {
		return exitError{statusFailed, fmt.Errorf("failed in block %d: %s (%s %d)", final.Height, final.RawLog, final.Codespace, final.Code)}
	}
	return nil
}

// parseResponse reads what the SDK printed, as JSON or as YAML.
func parseResponse(ctx client.Context, printed []byte) (*sdk.TxResponse, bool) {
	bz, err := yaml.YAMLToJSON(printed)
	if err != nil {
		return nil, false
	}
	res := &sdk.TxResponse{}
	if err := ctx.Codec.UnmarshalJSON(bz, res); err != nil || res.TxHash == "" {
		return nil, false
	}
	return res, true
}

// awaitTx polls the node until the transaction is in a block.
func awaitTx(ctx client.Context, hash string, timeout time.Duration) (*sdk.TxResponse, error) {
	deadline := time.Now().Add(timeout)
	for {
		res, err := authtx.QueryTx(ctx, hash)
		if err == nil {
			return res, nil
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("transaction %s: not in a block after %s", hash, timeout)
		}
		select {
		case <-ctx.GetCmdContextWithFallback().Done():
			return nil, errors.New("interrupted while waiting for transaction " + hash)
		case <-time.After(pollInterval):
		}
	}
}

// wantsWait reports whether to wait: by the flag; without it, on a terminal.
func wantsWait(cmd *cobra.Command, out io.Writer) bool {
	if cmd.Flags().Changed(flagWait) {
		wait, err := cmd.Flags().GetBool(flagWait)
		return err == nil && wait
	}
	file, ok := out.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// outputTap lets output through until it is switched on, and keeps it from then on.
type outputTap struct {
	out    io.Writer
	caught bytes.Buffer
	on     bool
}

func (t *outputTap) Write(bz []byte) (int, error) {
	if t.on {
		return t.caught.Write(bz)
	}
	return t.out.Write(bz)
}
