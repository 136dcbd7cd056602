package voucher

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

const flagCurrent = "current"

// checkAnswer is what a code proves, and the link that is the current one when it was accepted.
type checkAnswer struct {
	Generator uint64 `json:"generator,string"`
	Meter     uint64 `json:"meter,string"`
	Units     int    `json:"units"`
	Current   string `json:"current"`
}

func checkCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check CODE",
		Short: "Print the number of units that a code proves",
		Long: `Does what a device does: counts the steps from the code to the current link of the meter, which is the anchor at first and
then the code that was accepted last. The code may stand in groups, with spaces or dashes. The status is 1 if it proves nothing.`,
		Example: `  utilityd voucher check --generator 1 --meter 7 --current 76936525573464655451 "3149 9195 0869 3039 0703"
  utilityd voucher check --generator 1 --meter 7 --current 76936525573464655451 3149-9195-0869-3039-0703 --output json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, groups []string) error {
			p, err := printerOf(cmd)
			if err != nil {
				return err
			}
			text, _ := cmd.Flags().GetString(flagCurrent)
			current, err := voucher.Parse(text)
			if err != nil {
				return fmt.Errorf("--%s: %w", flagCurrent, err)
			}
			code, err := voucher.Parse(strings.Join(groups, " "))
			if err != nil {
				return fmt.Errorf("code: %w", err)
			}
			meter := meterOf(cmd)
			units, err := voucher.Verify(meter, current, code, voucher.MaxSteps)
			if err != nil {
				return err
			}
			return p.print(counted(units), checkAnswer{Generator: meter.Generator, Meter: meter.Number, Units: units, Current: code.String()})
		},
	}
	cmd.Flags().String(flagCurrent, "", "current link of the meter")
	_ = cmd.MarkFlagRequired(flagCurrent)
	return cmd
}

func counted(units int) string {
	if units == 1 {
		return "1 unit"
	}
	return fmt.Sprintf("%d units", units)
}
