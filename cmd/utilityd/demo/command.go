package demo

import (
	_ "embed"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

const (
	maxDays      = 360 // keeps the parameters of the replay within their ranges
	maxFirmShare = 90  // leaves the reservoirs a part
	maxDigits    = 18  // keeps the arithmetic of registers within 64 bits
)

//go:embed help.txt
var help string

// NewCommand returns `utilityd demo`.
func NewCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Run three end-to-end stories and print the outcome",
		Long:  strings.TrimSpace(help),
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
			if o.days < 1 || o.days > maxDays {
				return fmt.Errorf("--days: expected 1 to %d, got %d", maxDays, o.days)
			}
			if o.files.digits > maxDigits {
				return fmt.Errorf("--register-digits: expected 0 to %d, got %d", maxDigits, o.files.digits)
			}
			if o.waterDays < 0 {
				return fmt.Errorf("--water-days: expected 0 (all) or more, got %d", o.waterDays)
			}
			if o.firmShare > maxFirmShare {
				return fmt.Errorf("--firm-share: expected 0 to %d, got %d", maxFirmShare, o.firmShare)
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
	cmd.Flags().Uint64Var(&o.firmShare, "firm-share", 60, "percent of the homes' demand that a firm source brings, which no drought touches; 0: there is none")
	cmd.Flags().StringVar(&o.solar, "solar", "", "file of meter data of a generator")
	cmd.Flags().StringVar(&o.files.Format, "format", "", "name of a format of meter data, or a file that describes one (default: recognised)")
	cmd.Flags().StringVar(&o.files.Zone, "zone", "", "time zone of times without an offset, such as Europe/Berlin")
	cmd.Flags().StringVar((*string)(&o.files.Unit), "unit", "", "unit of the numbers if it is not that of the column, such as kWh or m3")
	cmd.Flags().Uint32Var(&o.files.digits, "register-digits", 0, "digits of a register, in litres or Wh, after which it starts again at 0; 0: it never does")
	cmd.Flags().BoolVar(&o.keep, "keep", false, "leave the node running at the end, until interrupted")
	cmd.Flags().StringP("output", "o", "text", "text or json (JSON lines, the last one is the summary)")
	return cmd
}
