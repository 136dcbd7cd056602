package voucher

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

const (
	flagGenerator = "generator"
	flagMeter     = "meter"
	flagSeedFile  = "seed-file"
	flagOutput    = "output"
)

// NewCommand returns `utilityd voucher`.
func NewCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "voucher",
		Short: "Make and check voucher codes, off line",
		Long: `For vendors and devices. A vendor keeps a seed, registers the anchor of a meter's chain of codes, and sends a code by SMS for
each sale; a device counts the units that a code proves. No node is asked.`,
		Args: cobra.NoArgs, // another subcommand is an error
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, child := range []*cobra.Command{chainCommand(), codeCommand(), checkCommand()} {
		child.Flags().Uint64(flagGenerator, 0, "number of the generator on the chain")
		child.Flags().Uint64(flagMeter, 0, "number of the meter, a device of the generator")
		child.Flags().StringP(flagOutput, "o", "text", "text or json")
		_ = child.MarkFlagRequired(flagGenerator)
		_ = child.MarkFlagRequired(flagMeter)
		cmd.AddCommand(child)
	}
	return cmd
}

func addSeedFile(cmd *cobra.Command) {
	cmd.Flags().String(flagSeedFile, "", "file of the vendor's seed")
	_ = cmd.MarkFlagRequired(flagSeedFile)
}

// meterOf returns the meter of the flags.
func meterOf(cmd *cobra.Command) voucher.Meter {
	generator, _ := cmd.Flags().GetUint64(flagGenerator)
	number, _ := cmd.Flags().GetUint64(flagMeter)
	return voucher.Meter{Generator: generator, Number: number}
}

// printer writes an answer as text or as JSON.
type printer struct {
	out  io.Writer
	json bool
}

// printerOf is called first, so that a mistake in --output has no effect.
func printerOf(cmd *cobra.Command) (printer, error) {
	format, _ := cmd.Flags().GetString(flagOutput)
	if format != "text" && format != "json" {
		return printer{}, fmt.Errorf("--%s: expected text or json, got %q", flagOutput, format)
	}
	return printer{out: cmd.OutOrStdout(), json: format == "json"}, nil
}

func (p printer) print(text string, answer any) error {
	if p.json {
		return json.NewEncoder(p.out).Encode(answer)
	}
	_, err := fmt.Fprintln(p.out, text)
	return err
}
