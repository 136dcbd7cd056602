package cli

import (
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/version"
)

func versionCommand() *cobra.Command {
	return standalone(version.NewVersionCommand())
}

// onlyVersion says whether the version is asked for and nothing else is needed.
func onlyVersion(args []string) bool {
	return len(args) > 0 && args[0] == "version"
}
