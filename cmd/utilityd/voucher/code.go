package voucher

import (
	"github.com/spf13/cobra"
)

const (
	flagUnits = "units"
	flagSpent = "spent"
)

// codeAnswer is a code to be sent.
type codeAnswer struct {
	Generator uint64 `json:"generator,string"`
	Meter     uint64 `json:"meter,string"`
	Units     int    `json:"units"`
	Spent     int    `json:"spent"` // before and with this code
	Left      int    `json:"left"`
	Code      string `json:"code"`
	Groups    string `json:"groups"`
}

func codeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "code",
		Short: "Print the code that sells units of a meter",
		Long: `Prints the code for --units after --spent units were sold for this meter, in groups of four as it is sent by SMS. The
next sale has --units more in --spent: two codes for the same place of the chain would be one code.`,
		Example: `  utilityd voucher code --generator 1 --meter 7 --seed-file vendor.json --units 5 --spent 0
  utilityd voucher code --generator 1 --meter 7 --seed-file vendor.json --units 3 --spent 5 --output json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := printerOf(cmd)
			if err != nil {
				return err
			}
			path, _ := cmd.Flags().GetString(flagSeedFile)
			f, err := readSeedFile(path)
			if err != nil {
				return err
			}
			meter := meterOf(cmd)
			c, err := f.chain(meter)
			if err != nil {
				return err
			}
			units, _ := cmd.Flags().GetInt(flagUnits)
			spent, _ := cmd.Flags().GetInt(flagSpent)
			code, err := c.Sell(units, spent)
			if err != nil {
				return err
			}
			return p.print(code.Format(), codeAnswer{
				Generator: meter.Generator, Meter: meter.Number, Units: units, Spent: spent + units, Left: f.Length - spent - units,
				Code: code.String(), Groups: code.Format(),
			})
		},
	}
	addSeedFile(cmd)
	cmd.Flags().Int(flagUnits, 0, "units that the code sells, 1 to 500")
	cmd.Flags().Int(flagSpent, 0, "units sold for this meter before")
	_ = cmd.MarkFlagRequired(flagUnits)
	_ = cmd.MarkFlagRequired(flagSpent)
	return cmd
}
