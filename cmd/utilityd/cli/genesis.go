package cli

import (
	"github.com/spf13/cobra"

	genutilcli "github.com/cosmos/cosmos-sdk/x/genutil/client/cli"

	"github.com/utilityd/utilityd/app"
)

// genesisCommand changes and checks the genesis document of a node.
func genesisCommand(enc app.Encoding) *cobra.Command {
	command := genutilcli.Commands(enc.TxConfig, app.Basics(), defaultHome())
	command.Short = "Change and check the genesis document"
	markNode(command)
	return command
}
