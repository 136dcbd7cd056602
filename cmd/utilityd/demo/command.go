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
		Short: "Let a neighbourhood settle a day of electricity on a devnet, and print who gave what to whom",
		Long: `Starts a devnet in a temporary home, has the meters of a neighbourhood certified and activated, opens an energy
community, fills the wallets, replays readings through a gateway, waits for the settlements and prints them.

Without --energy the input is generated: twelve homes, most with a roof, at 15-minute intervals. --energy replays a file with the columns
time,meter,consumed_wh,produced_wh (plain or gzipped): the epoch of the community is the step of the file. Times are shifted so
that the last interval ends now.`,
		Example: `  utilityd demo
  utilityd demo --energy energy.csv.gz --days 7 --output json
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
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return o.run(ctx, printer{out: cmd.OutOrStdout(), json: format == "json"})
		},
	}
	cmd.Flags().StringVar(&o.energy, "energy", "", "file of intervals to replay instead of the generated village")
	cmd.Flags().IntVar(&o.days, "days", 1, "how many days of the file, or of the village")
	cmd.Flags().BoolVar(&o.keep, "keep", false, "leave the node running at the end, until interrupted")
	cmd.Flags().StringP("output", "o", "text", "text or json (JSON lines, the last one is the summary)")
	return cmd
}
