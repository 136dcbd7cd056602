package gateway

import (
	"crypto/rand"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/signature"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

func rotateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rotate SERIAL",
		Short: "Make a new key for a device and print what rotates it on the chain",
		Long: `Makes a new key for a device, adds it to the file of devices beside the present one, and prints what utilityd tx meterid rotate-key
asks for: number of the meter, type of the key, public key, proof of possession and the signature of the present key. A gateway that
is running signs with whichever key the chain has, and signs again what waits.`,
		Example: `  utilityd gateway rotate roof --devices devices.json`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, _ := cmd.Flags().GetString(flagDevices)
			name, _ := cmd.Flags().GetString(flagScheme)
			scheme, err := signature.ParseScheme(name)
			if err != nil {
				return err
			}
			present, devices, chainID, err := findDevice(cmd, args[0])
			if err != nil {
				return err
			}
			if !present.Counting || present.KeyVersion == 0 {
				return fmt.Errorf("expected a device in service, got %s: %s", args[0], present.Waiting)
			}
			next, err := NewDevice(present.Serial, present.Issuer, scheme, rand.Reader)
			if err != nil {
				return err
			}
			possession, consent, err := present.handOver(chainID, next)
			if err != nil {
				return err
			}
			if err := SaveDevices(path, append(devices, next)); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d %s %x %x %x\n", present.Meter, scheme, next.Key.Public(), possession, consent)
			return err
		},
	}
	cmd.Flags().String(flagDevices, "devices.json", "file of devices")
	cmd.Flags().String(flagScheme, signature.Ed25519.String(), "ed25519, secp256k1 or secp256r1")
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}

// findDevice finds a device of the file of devices on the chain, and returns it with all of the file.
func findDevice(cmd *cobra.Command, serial string) (found *Member, devices []Device, chainID string, err error) {
	path, _ := cmd.Flags().GetString(flagDevices)
	clientCtx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return nil, nil, "", err
	}
	if devices, err = LoadDevices(path); err != nil {
		return nil, nil, "", err
	}
	found, err = NewRoster(meteridtypes.NewQueryClient(clientCtx), devices, time.Now).Refresh(cmd.Context(), serial)
	if err != nil {
		return nil, nil, "", fmt.Errorf("%s: %w", path, err)
	}
	return found, devices, clientCtx.ChainID, nil
}

// handOver returns the signatures of the new key and of the present one over the rotation.
func (m *Member) handOver(chainID string, next Device) (possession, consent []byte, err error) {
	message, err := reading.Rotation{
		ChainID: chainID, Meter: m.Meter, KeyVersion: m.KeyVersion + 1,
		KeyType: uint8(next.Key.Scheme()), Key: next.Key.Public(),
	}.AppendBytes(nil)
	if err != nil {
		return nil, nil, err
	}
	if possession, err = next.Key.Sign(message); err != nil {
		return nil, nil, err
	}
	consent, err = m.Key.Sign(message)
	return possession, consent, err
}
