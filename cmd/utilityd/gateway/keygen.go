package gateway

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/signature"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	flagDevices = "devices"
	flagIssuer  = "issuer"
	flagScheme  = "scheme"
)

// registration is what keygen prints for each device: the parts of MsgRegisterMeter that only the device can make.
type registration struct {
	Serial              string                 `json:"serial"`
	PublicKey           meteridtypes.PublicKey `json:"public_key"`
	PossessionSignature []byte                 `json:"possession_signature"`
}

func keygenCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keygen SERIAL...",
		Short: "Make device keys and print what the issuer needs to register them",
		Long: `Makes a key for each serial number, adds it to the file of devices and prints, on one line for each, what utilityd tx meterid
register-meter asks for: serial number, type of the key, public key and proof of possession, the last two in hexadecimal digits.
Keep the file secret: who reads it can sign as these meters.`,
		Example: `  utilityd gateway keygen home-01 home-02 --issuer utility1... --chain-id utility-devnet-1 --devices devices.json`,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, serials []string) error {
			path, _ := cmd.Flags().GetString(flagDevices)
			issuer, _ := cmd.Flags().GetString(flagIssuer)
			name, _ := cmd.Flags().GetString(flagScheme)
			chainID, _ := cmd.Flags().GetString(flags.FlagChainID)
			if chainID == "" {
				chainID = client.GetClientContextFromCmd(cmd).ChainID
			}
			if chainID == "" {
				return fmt.Errorf("expected --chain-id, or the --home of a node: a proof of possession holds for one chain")
			}
			output, _ := cmd.Flags().GetString(flags.FlagOutput)
			if output != flags.OutputFormatText && output != flags.OutputFormatJSON {
				return fmt.Errorf("--%s: expected text or json, got %q", flags.FlagOutput, output)
			}
			scheme, err := signature.ParseScheme(name)
			if err != nil {
				return err
			}
			if _, err := sdk.AccAddressFromBech32(issuer); err != nil {
				return fmt.Errorf("--issuer: expected the account of the issuer, as utilityd keys show NAME -a prints it, got %q", issuer)
			}
			made, err := keygen(path, chainID, issuer, scheme, serials)
			if err != nil {
				return err
			}
			return printRegistrations(cmd.OutOrStdout(), made, output == flags.OutputFormatJSON)
		},
	}
	cmd.Flags().String(flagDevices, "devices.json", "file of devices")
	cmd.Flags().String(flagIssuer, "", "account of the issuer that will register them")
	cmd.Flags().String(flagScheme, signature.Ed25519.String(), "ed25519, secp256k1 or secp256r1")
	cmd.Flags().String(flags.FlagChainID, "", "chain they are for")
	cmd.Flags().StringP(flags.FlagOutput, "o", flags.OutputFormatText, "text or json")
	return cmd
}

// keygen adds devices to a file.
func keygen(path, chainID, issuer string, scheme signature.Scheme, serials []string) ([]registration, error) {
	devices, err := LoadDevices(path)
	if err != nil {
		return nil, err
	}
	made := make([]registration, 0, len(serials))
	for _, serial := range serials {
		if slices.ContainsFunc(devices, func(d Device) bool { return d.Serial == serial }) {
			return nil, fmt.Errorf("%s already holds a device %s: choose another serial number or another --devices", path, serial)
		}
		d, err := NewDevice(serial, issuer, scheme, rand.Reader)
		if err != nil {
			return nil, err
		}
		key, possession, err := d.Registration(chainID)
		if err != nil {
			return nil, err
		}
		devices = append(devices, d)
		made = append(made, registration{Serial: serial, PublicKey: key, PossessionSignature: possession})
	}
	return made, SaveDevices(path, devices)
}

// printRegistrations writes one line for each: words for a shell, or JSON with the fields of MsgRegisterMeter.
func printRegistrations(out io.Writer, made []registration, asJSON bool) error {
	for _, r := range made {
		var err error
		if asJSON {
			err = json.NewEncoder(out).Encode(r)
		} else {
			_, err = fmt.Fprintf(out, "%s %s %x %x\n", r.Serial, signature.Scheme(r.PublicKey.Type), r.PublicKey.Key, r.PossessionSignature)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
