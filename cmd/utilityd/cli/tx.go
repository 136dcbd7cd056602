package cli

import (
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	authcli "github.com/cosmos/cosmos-sdk/x/auth/client/cli"
)

func txCommand() *cobra.Command {
	command := &cobra.Command{
		Use:                        "tx",
		Short:                      "Sign and send transactions",
		SuggestionsMinimumDistance: 2,
		RunE:                       client.ValidateCmd,
	}
	command.AddCommand(
		authcli.GetSignCommand(), authcli.GetSignBatchCommand(), authcli.GetMultiSignCommand(),
		authcli.GetMultiSignBatchCmd(), authcli.GetValidateSignaturesCommand(), authcli.GetBroadcastCommand(),
		authcli.GetEncodeCommand(), authcli.GetDecodeCommand(), authcli.GetSimulateCmd(),
	)
	return command
}
