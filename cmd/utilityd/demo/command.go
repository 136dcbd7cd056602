package demo

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// mostDays keeps the parameters of the replay within their ranges.
const mostDays = 360

// NewCommand returns `utilityd demo`.
func NewCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Let a village live from its reservoirs, have a generator built and share its electricity, and print what came of it",
		Long: `Tells three stories, each on a chain of its own, and prints the outcome as tables. The files that are given choose the stories; without
files all three are told, on input that is generated.

Water: homes live from reservoirs through a drought, on tokens that are litres. --water-supply takes the columns
time,reservoir,storage_m3,diverted_m3 (capacities from capacity.csv beside the file), scaled to the homes; --water-demand takes registers,
time,meter,register_l, repeated as often as the supply lasts. --water-days limits the days.

Generator: a village asks for a solar generator, providers bid, twenty people fund it, it is sold by the unit and by codes, and a second
project fails. --solar takes the intervals of one meter, time,meter,consumed_wh,produced_wh, up to 60 days.

Electricity: a devnet in a temporary home, certified meters, a community that nets every interval, readings through a gateway.
--energy takes time,meter,consumed_wh,produced_wh (plain or gzipped), up to --days days: the epoch of the community is the step of the
file, and times are shifted so that the last interval ends now.

Years and months of water and of the generator pass on a driven clock in this process; electricity happens in real time.`,
		Example: `  utilityd demo
  utilityd demo --energy energy.csv.gz --days 7 --output json
  utilityd demo --water-supply reservoirs.csv --water-demand registers.csv.gz --water-days 1000
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
			if o.waterDays < 0 {
				return fmt.Errorf("--water-days: expected 0 (all) or more, got %d", o.waterDays)
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return o.run(ctx, printer{out: cmd.OutOrStdout(), json: format == "json"})
		},
	}
	cmd.Flags().StringVar(&o.energy, "energy", "", "file of intervals to replay instead of the generated village")
	cmd.Flags().IntVar(&o.days, "days", 1, "how many days of the file, or of the village")
	cmd.Flags().StringVar(&o.waterSupply, "water-supply", "", "file of reservoirs by day")
	cmd.Flags().StringVar(&o.waterDemand, "water-demand", "", "file of registers of water meters")
	cmd.Flags().IntVar(&o.waterDays, "water-days", 0, "how many days of the supply, 0 for all")
	cmd.Flags().StringVar(&o.solar, "solar", "", "file of intervals of a generator")
	cmd.Flags().BoolVar(&o.keep, "keep", false, "leave the node running at the end, until interrupted")
	cmd.Flags().StringP("output", "o", "text", "text or json (JSON lines, the last one is the summary)")
	return cmd
}
