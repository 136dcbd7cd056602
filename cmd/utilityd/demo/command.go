package demo

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

const (
	mostDays   = 360 // keeps the parameters of the replay within their ranges
	mostDigits = 18  // keeps the arithmetic of registers within 64 bits
)

// NewCommand returns `utilityd demo`.
func NewCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Run three end-to-end stories and print the outcome",
		Long: `Runs three stories, each on a chain of its own, and prints the outcome as tables. The files that are given choose the stories; without
files all three are told, on input that is generated. Meter data is read in every format of utilityd gateway formats, plain or gzipped.

Water: homes live from reservoirs through a drought, on tokens that are litres. --water-supply takes the columns
time,reservoir,storage_m3,diverted_m3 (capacities from capacity.csv beside the file), scaled to the homes; --water-demand takes registers
or amounts of water meters, repeated as often as the supply lasts. --water-days limits the days.

Generator: a village asks for a solar generator, providers bid, twenty people fund it, it is sold by the unit and by codes, and a second
project fails. --solar takes the data of one meter, up to 60 days.

Electricity: a devnet in a temporary home, certified meters, a community that nets every interval, readings through a gateway.
--energy takes the data of homes, up to --days days: the epoch of the community is the step of the file, and times are shifted so that
the last interval ends now.

A row that cannot be used is named and counted, and all others are: the exit status is then 1. Readings that the chain refuses are named
too; the next good register carries their amounts.

Years and months of water and of the generator pass on a driven clock in this process; electricity happens in real time.`,
		Example: `  utilityd demo
  utilityd demo --energy energy.csv.gz --days 7 --output json
  utilityd demo --energy portal.csv --zone Europe/Berlin
  utilityd demo --water-supply reservoirs.csv --water-demand registers.csv.gz --water-days 1000 --register-digits 8
  utilityd demo --solar roof.csv
  utilityd demo --keep`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			format, _ := cmd.Flags().GetString("output")
			if format != "text" && format != "json" {
				return fmt.Errorf("--output: expected text or json, got %q", format)
			}
			if o.days < 1 || o.days > mostDays {
				return fmt.Errorf("--days: expected 1 to %d, got %d", mostDays, o.days)
			}
			if o.files.digits > mostDigits {
				return fmt.Errorf("--register-digits: expected 0 to %d, got %d", mostDigits, o.files.digits)
			}
			if o.waterDays < 0 {
				return fmt.Errorf("--water-days: expected 0 (all) or more, got %d", o.waterDays)
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return o.run(ctx, printer{out: cmd.OutOrStdout(), json: format == "json"})
		},
	}
	cmd.Flags().StringVar(&o.energy, "energy", "", "file of meter data to replay instead of the generated village")
	cmd.Flags().IntVar(&o.days, "days", 1, "how many days of the file, or of the village")
	cmd.Flags().StringVar(&o.waterSupply, "water-supply", "", "file of reservoirs by day")
	cmd.Flags().StringVar(&o.waterDemand, "water-demand", "", "file of data of water meters")
	cmd.Flags().IntVar(&o.waterDays, "water-days", 0, "how many days of the supply, 0 for all")
	cmd.Flags().StringVar(&o.solar, "solar", "", "file of meter data of a generator")
	cmd.Flags().StringVar(&o.files.Format, "format", "", "name of a format of meter data, or a file that describes one (default: recognised)")
	cmd.Flags().StringVar(&o.files.Zone, "zone", "", "time zone of times without an offset, such as Europe/Berlin")
	cmd.Flags().StringVar((*string)(&o.files.Unit), "unit", "", "unit of the numbers if it is not that of the column, such as kWh or m3")
	cmd.Flags().Uint32Var(&o.files.digits, "register-digits", 0, "digits of a register, in litres or Wh, after which it starts again at 0; 0: it never does")
	cmd.Flags().BoolVar(&o.keep, "keep", false, "leave the node running at the end, until interrupted")
	cmd.Flags().StringP("output", "o", "text", "text or json (JSON lines, the last one is the summary)")
	return cmd
}
