package voucher

import (
	"fmt"

	"github.com/spf13/cobra"
)

const (
	flagLength = "length"
	flagDigits = "digits"
	flagNew    = "new"
)

// usualLength lasts a household for some years.
const usualLength = 10_000

// chainAnswer is what is registered on the chain.
type chainAnswer struct {
	Generator uint64 `json:"generator,string"`
	Meter     uint64 `json:"meter,string"`
	Length    int    `json:"length"`
	Digits    int    `json:"digits"`
	Anchor    string `json:"anchor"`
}

func chainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "chain",
		Short: "Make a seed, or read it, and print the anchor of a meter",
		Long: `Prints the anchor of a meter's chain of codes: the link that is registered on the chain and set in the device. With --new
the seed is made first. One seed serves many meters of many generators, and for each meter one chain; when that is used up,
make a new seed.

Keep the file secret, and keep a copy: who reads it can make every code, and without it none can be made. A long chain needs
long codes, or they could be found by hashing: 20 digits up to 1,000 units, two more for ten times as many.`,
		Example: `  utilityd voucher chain --generator 1 --meter 7 --length 10000 --digits 24 --seed-file vendor.json --new
  utilityd voucher chain --generator 1 --meter 8 --seed-file vendor.json --output json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := printerOf(cmd)
			if err != nil {
				return err
			}
			f, err := seedOf(cmd)
			if err != nil {
				return err
			}
			meter := meterOf(cmd)
			c, err := f.chain(meter)
			if err != nil {
				return err
			}
			anchor := c.Anchor().String()
			return p.print(anchor, chainAnswer{Generator: meter.Generator, Meter: meter.Number, Length: f.Length, Digits: f.Digits, Anchor: anchor})
		},
	}
	addSeedFile(cmd)
	cmd.Flags().Int(flagLength, usualLength, "length of a chain, units; with --new, else that of the file")
	cmd.Flags().Int(flagDigits, 0, "digits of a code, 0 for two more than the minimum; with --new, else those of the file")
	cmd.Flags().Bool(flagNew, false, "make a seed and the file, which must not exist")
	return cmd
}

// seedOf generates the seed or reads it. Flags given for a seed that is read must agree with the file: another length or
// another number of digits would be another chain.
func seedOf(cmd *cobra.Command) (seedFile, error) {
	path, _ := cmd.Flags().GetString(flagSeedFile)
	length, _ := cmd.Flags().GetInt(flagLength)
	digits, _ := cmd.Flags().GetInt(flagDigits)
	if isNew, _ := cmd.Flags().GetBool(flagNew); isNew {
		return newSeedFile(path, length, digits)
	}
	f, err := readSeedFile(path)
	if err != nil {
		return seedFile{}, err
	}
	if cmd.Flags().Changed(flagLength) && length != f.Length {
		return seedFile{}, fmt.Errorf("--%s: expected %d, as in %s, got %d", flagLength, f.Length, path, length)
	}
	if cmd.Flags().Changed(flagDigits) && digits != 0 && digits != f.Digits {
		return seedFile{}, fmt.Errorf("--%s: expected %d, as in %s, got %d", flagDigits, f.Digits, path, digits)
	}
	return f, nil
}
