package cli

import (
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/version"

	"github.com/utilityd/utilityd/app"
)

// A plain go build does not name the program, as make does; the help of all commands would then speak of <appd>.
func init() {
	version.AppName = app.Name
}

func versionCommand() *cobra.Command {
	return standalone(version.NewVersionCommand())
}

// onlyVersion reports whether only the version is requested.
func onlyVersion(args []string) bool {
	return len(args) > 0 && args[0] == "version"
}
