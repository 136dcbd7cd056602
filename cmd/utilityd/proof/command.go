package proof

import (
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

const (
	flagAppHash = "app-hash"
	flagHeader  = "header"
)

// longestFile bounds what is read: a document has some kilobytes, a commit of many validators some hundred.
const longestFile = 4 << 20

// NewCommand returns `utilityd proof`.
func NewCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "proof",
		Short: "Check the proof of a node, off line",
		Args:  cobra.NoArgs, // another subcommand is an error
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(checkCommand())
	return cmd
}

func checkCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check FILE",
		Short: "Check the proof of a valve against a header",
		Long: `Checks what "utilityd query water valve METER --prove" has printed (- reads it from the standard input) against a header that
you trust, as CometBFT's RPC answers /header or /commit for the height after that of the document, or against the app hash of one.
A header also verifies chain and height; with an app hash you must check them. No node is needed. The status is 1 if
anything does not hold.`,
		Example: `  utilityd proof check valve.json --header header.json
  utilityd proof check valve.json --app-hash CBED8C6042849FCE7B4339A2152A613BA5871D9F5B608D4BEF93CC4C89A3DEED`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := read(cmd.InOrStdin(), args[0])
			if err != nil {
				return err
			}
			d, err := ParseDocument(text)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			if err := checkAgainst(cmd, d); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "meter %d at height %d of %s: %s, %d litres left\n",
				d.Meter, d.Height, d.ChainID, d.Valve.State, d.Valve.LitresLeft)
			return err
		},
	}
	cmd.Flags().String(flagAppHash, "", "app hash of the header after the height of the document, hexadecimal")
	cmd.Flags().String(flagHeader, "", "file of that header, JSON of CometBFT's RPC")
	cmd.MarkFlagsOneRequired(flagAppHash, flagHeader)
	cmd.MarkFlagsMutuallyExclusive(flagAppHash, flagHeader)
	return cmd
}

// checkAgainst verifies a document with what the flags give.
func checkAgainst(cmd *cobra.Command, d Document) error {
	if file, _ := cmd.Flags().GetString(flagHeader); file != "" {
		text, err := read(cmd.InOrStdin(), file)
		if err != nil {
			return err
		}
		h, err := ParseHeader(text)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		return VerifyHeader(d, h)
	}
	text, _ := cmd.Flags().GetString(flagAppHash)
	appHash, err := hex.DecodeString(text)
	if err != nil || len(appHash) == 0 {
		return fmt.Errorf("--%s: expected hexadecimal digits, got %q", flagAppHash, text)
	}
	return Verify(d, appHash)
}

func read(in io.Reader, path string) (text []byte, err error) {
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	text, err = io.ReadAll(io.LimitReader(in, longestFile+1))
	if err == nil && len(text) > longestFile {
		err = fmt.Errorf("%s: expected at most %d bytes", path, longestFile)
	}
	return text, err
}
