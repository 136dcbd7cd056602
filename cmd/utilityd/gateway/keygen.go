package gateway

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
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
		Long: `Makes a key for each serial number, adds it to the file of devices and prints, as one JSON line for each, the public key and
the proof of possession that utilityd tx meterid register-meter asks for. Keep the file secret: who reads it can sign as these meters.`,
		Example: `  utilityd gateway keygen home-01 home-02 --issuer utility1... --chain-id utility-devnet --devices devices.json`,
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
				return fmt.Errorf("expected --chain-id: a proof of possession holds for one chain")
			}
			scheme, err := signature.ParseScheme(name)
			if err != nil {
				return err
			}
			if _, err := sdk.AccAddressFromBech32(issuer); err != nil {
				return fmt.Errorf("expected --issuer with the account of the issuer: %w", err)
			}
			return keygen(cmd, path, chainID, issuer, scheme, serials)
		},
	}
	cmd.Flags().String(flagDevices, "devices.json", "file of devices")
	cmd.Flags().String(flagIssuer, "", "account of the issuer that will register them")
	cmd.Flags().String(flagScheme, signature.Ed25519.String(), "ed25519, secp256k1 or secp256r1")
	cmd.Flags().String(flags.FlagChainID, "", "chain they are for")
	return cmd
}

func keygen(cmd *cobra.Command, path, chainID, issuer string, scheme signature.Scheme, serials []string) error {
	devices, err := LoadDevices(path)
	if err != nil {
		return err
	}
	var lines []registration
	for _, serial := range serials {
		if slices.ContainsFunc(devices, func(d Device) bool { return d.Serial == serial }) {
			return fmt.Errorf("%s already holds a device %s: choose another serial number or another --devices", path, serial)
		}
		d, err := NewDevice(serial, issuer, scheme, rand.Reader)
		if err != nil {
			return err
		}
		key, possession, err := d.Registration(chainID)
		if err != nil {
			return err
		}
		devices = append(devices, d)
		lines = append(lines, registration{Serial: serial, PublicKey: key, PossessionSignature: possession})
	}
	if err := SaveDevices(path, devices); err != nil {
		return err
	}
	enc := json.NewEncoder(cmd.OutOrStdout())
	for _, line := range lines {
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
