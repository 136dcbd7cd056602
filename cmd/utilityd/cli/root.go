package cli

import (
	"fmt"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"cosmossdk.io/client/v2/autocli"
	"cosmossdk.io/core/appmodule"
	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/debug"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/keys"
	"github.com/cosmos/cosmos-sdk/runtime/services"
	"github.com/cosmos/cosmos-sdk/server"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/demo"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/proof"
	"github.com/utilityd/utilityd/cmd/utilityd/voucher"
)

// NewRoot returns the command utilityd with everything below it. The arguments are only looked at to
// leave out what they cannot need: building the commands of all modules takes most of the time of a
// short command.
func NewRoot(args []string) (*cobra.Command, error) {
	root := &cobra.Command{
		Use:           app.Name,
		Short:         "A chain for water suppliers, energy communities and crowdfunded generators",
		Long:          "A chain for water suppliers, energy communities and crowdfunded generators.\n\nFor a demonstration: utilityd demo. For a chain to experiment with: utilityd devnet.",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	addGlobalFlags(root)
	root.AddCommand(versionCommand())
	if onlyVersion(args) {
		return root, nil
	}

	// The application on an empty database has all modules, their commands and their types.
	a := app.New(log.NewNopLogger(), dbm.NewMemDB(), false, simtestutil.AppOptionsMap{})
	enc := app.Encoding{Registry: a.InterfaceRegistry(), Codec: a.AppCodec(), Amino: a.LegacyAmino(), TxConfig: a.TxConfig()}
	base := newClientContext(enc)

	root.AddCommand(nodeCommands()...)
	root.AddCommand(
		initCommand(enc), genesisCommand(enc), testnetCommand(enc), configCommand(), auditCommand(), devnetCommand(),
		standalone(demo.NewCommand()), gateway.NewCommand(), standalone(voucher.NewCommand()), standalone(proof.NewCommand()),
		queryCommand(), txCommand(), keys.Commands(), server.StatusCommand(), debug.Cmd(),
	)
	options := autocli.AppOptions{
		Modules:               appModules(a.Modules().Modules),
		ModuleOptions:         services.ExtractAutoCLIOptions(a.Modules().Modules),
		AddressCodec:          app.AccountCodec(),
		ValidatorAddressCodec: app.ValidatorCodec(),
		ConsensusAddressCodec: app.ConsensusCodec(),
		ClientCtx:             base,
	}
	if err := options.EnhanceRootCommand(root); err != nil {
		return nil, fmt.Errorf("commands of the modules: %w", err)
	}
	if err := proveValves(root); err != nil {
		return nil, err
	}
	root.PersistentPreRunE = func(cmd *cobra.Command, args []string) error { return prepare(base, cmd, args) }
	finish(root)
	return root, nil
}

// appModules returns the module manager's list in the type that the commands are built from.
func appModules(modules map[string]any) map[string]appmodule.AppModule {
	out := make(map[string]appmodule.AppModule, len(modules))
	for name, module := range modules {
		if m, ok := module.(appmodule.AppModule); ok {
			out[name] = m
		}
	}
	return out
}

// addGlobalFlags adds what every command understands.
func addGlobalFlags(root *cobra.Command) {
	set := root.PersistentFlags()
	set.String(flags.FlagHome, defaultHome(), "folder of the node, its keys and its settings")
	set.String(flags.FlagLogLevel, zerolog.InfoLevel.String(), "what is logged: trace, debug, info, warn, error, disabled, or *:LEVEL,MODULE:LEVEL")
	set.String(flags.FlagLogFormat, "plain", "how it is logged: plain or json")
	set.Bool(flags.FlagLogNoColor, false, "log without colours")
	set.Bool(server.FlagTrace, false, "print the stack of errors")
}

// prepare reads the settings that a command needs, before it runs.
func prepare(base client.Context, cmd *cobra.Command, args []string) error {
	if err := refuseDecimals(cmd, args); err != nil {
		return err
	}
	if marked(cmd, needsNothing) {
		return nil
	}
	ctx, err := readClientContext(base, cmd)
	if err != nil {
		return err
	}
	if err := client.SetCmdClientContextHandler(ctx, cmd); err != nil {
		return err
	}
	if !marked(cmd, needsNode) {
		return nil
	}
	return readServerContext(cmd)
}

// needsNothing marks commands that read no settings: they bring their own.
const needsNothing = "needs-nothing"

// standalone marks a command that reads no settings.
func standalone(command *cobra.Command) *cobra.Command {
	command.Annotations = map[string]string{needsNothing: "yes"}
	return command
}

// finish goes through all commands: no page of usage after a mistake, and waiting for transactions.
func finish(command *cobra.Command) {
	command.SilenceUsage = true
	for _, child := range command.Commands() {
		if child.Name() == "tx" && command.Parent() == nil {
			waitForAll(child)
		}
		finish(child)
	}
}
