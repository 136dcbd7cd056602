package gateway

import (
	"github.com/spf13/cobra"
)

// NewCommand returns `utilityd gateway`.
func NewCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "gateway",
		Short: "Sign the registers of meters and submit them to the chain",
		Long: `The meter-side software. It signs registers with the keys of the devices, keeps them in a journal on disk and
submits them until the chain has committed them. It can be killed at any moment: nothing is lost or counted twice.`,
		Args: cobra.NoArgs, // another subcommand is an error
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(keygenCommand(), openingCommand(), rotateCommand(), inspectCommand(), formatsCommand(), runCommand(), replayCommand(), statusCommand())
	return cmd
}
