package gateway

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

func openingCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "opening SERIAL TIME IMPORT EXPORT",
		Short: "Sign the opening registers of a device and print what activates it on the chain",
		Long: `Signs the registers that a new device shows, at a time in Unix seconds, and prints what utilityd tx meterid activate-meter asks for:
number of the meter, time, import and export register, and the signature of the device.`,
		Example: `  utilityd gateway opening roof 1767225600 1200 0 --devices devices.json`,
		Args:    cobra.ExactArgs(4),
		RunE: func(cmd *cobra.Command, args []string) error {
			opening, err := parseOpening(args[1:])
			if err != nil {
				return err
			}
			device, _, chainID, err := findDevice(cmd, args[0])
			if err != nil {
				return err
			}
			if device.Meter == 0 || device.KeyVersion == 0 || device.Counting {
				return fmt.Errorf("expected a device that is registered and not activated yet, got %s: %s", args[0], device.state())
			}
			signed, err := device.Sign(chainID, opening)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d %d %d %d %x\n",
				signed.Meter, signed.Time, signed.ImportRegister, signed.ExportRegister, signed.Signature)
			return err
		},
	}
	cmd.Flags().String(flagDevices, "devices.json", "file of devices")
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}

// parseOpening parses a time and two registers.
func parseOpening(words []string) (r meteridtypes.Registers, err error) {
	if r.Time, err = strconv.ParseInt(words[0], 10, 64); err != nil {
		return r, fmt.Errorf("TIME: expected Unix seconds, got %q", words[0])
	}
	for i, register := range []*uint64{&r.ImportRegister, &r.ExportRegister} {
		if *register, err = strconv.ParseUint(words[i+1], 10, 64); err != nil {
			return r, fmt.Errorf("%s: expected a register in steps of the meter, got %q", []string{"IMPORT", "EXPORT"}[i], words[i+1])
		}
	}
	return r, nil
}

// state says why a device cannot be activated.
func (m *Member) state() string {
	if m.Waiting == "" {
		return fmt.Sprintf("meter %d is active", m.Meter)
	}
	return m.Waiting
}
