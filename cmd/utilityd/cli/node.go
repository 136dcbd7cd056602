package cli

import (
	"fmt"

	cmtcmd "github.com/cometbft/cometbft/cmd/cometbft/commands"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cobra"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/pruning"
	"github.com/cosmos/cosmos-sdk/client/snapshot"
	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

// nodeCommands work on the files of a node.
func nodeCommands() []*cobra.Command {
	comet := &cobra.Command{
		Use:     "comet",
		Aliases: []string{"cometbft"},
		Short:   "Commands of the consensus engine",
	}
	comet.AddCommand(
		server.ShowNodeIDCmd(), server.ShowValidatorCmd(), server.ShowAddressCmd(), server.VersionCmd(),
		cmtcmd.ResetAllCmd, cmtcmd.ResetStateCmd, server.BootstrapStateCmd(newServerApp),
	)
	commands := []*cobra.Command{
		server.StartCmd(newServerApp, defaultHome()),
		comet,
		server.ExportCmd(exportApp, defaultHome()),
		server.NewRollbackCmd(newServerApp, defaultHome()),
		server.ModuleHashByHeightQuery(newServerApp),
		pruning.Cmd(newServerApp, defaultHome()),
		snapshot.Cmd(newServerApp),
	}
	for _, command := range commands {
		markNode(command)
	}
	return commands
}

// newServerApp builds the application by the configuration of a node.
func newServerApp(logger log.Logger, db dbm.DB, options servertypes.AppOptions) servertypes.Application {
	return app.New(logger, db, true, options, server.DefaultBaseappOptions(options)...)
}

// exportApp reads the state at a height; -1 is the last one.
func exportApp(
	logger log.Logger, db dbm.DB, height int64, forZeroHeight bool, jailAllowed []string,
	options servertypes.AppOptions, modules []string,
) (servertypes.ExportedApp, error) {
	a := app.New(logger, db, height == -1, options, server.DefaultBaseappOptions(options)...)
	defer a.Close()
	if height != -1 {
		if err := a.LoadHeight(height); err != nil {
			return servertypes.ExportedApp{}, err
		}
	}
	return a.ExportAppStateAndValidators(forZeroHeight, jailAllowed, modules)
}

// needsNode marks commands that cannot do without the files of a node.
const needsNode = "needs-node"

func markNode(command *cobra.Command) {
	if command.Annotations == nil {
		command.Annotations = map[string]string{}
	}
	command.Annotations[needsNode] = "yes"
}

// marked reports whether a command or one above it carries an annotation.
func marked(command *cobra.Command, annotation string) bool {
	for c := command; c != nil; c = c.Parent() {
		if _, ok := c.Annotations[annotation]; ok {
			return true
		}
	}
	return false
}

// readServerContext reads config.toml and app.toml under --home. The SDK would write them where there
// are none; we say what to do instead.
func readServerContext(cmd *cobra.Command) error {
	dir, err := cmd.Flags().GetString(flags.FlagHome)
	if err != nil {
		return err
	}
	if !home.Exists(dir) {
		return withHint(fmt.Errorf("expected the files of a node in %s, found none", dir),
			"Make them with \"utilityd init NAME --home %s\", or name the folder with --home.", dir)
	}
	levelGiven := cmd.Flags().Changed(flags.FlagLogLevel) // the files of the node set flags too
	// A fresh configuration: what one command read must not show up in the next.
	ports := home.DefaultPorts(0)
	ctx, err := server.InterceptConfigsAndCreateContext(cmd,
		serverconfig.DefaultConfigTemplate, *home.AppConfig(ports), home.CometConfig(ports))
	if err != nil {
		return err
	}
	// A log is the output of start only; elsewhere it would stand in the way of the output.
	out := cmd.OutOrStdout()
	if cmd.Name() != "start" {
		out = cmd.ErrOrStderr()
		if !levelGiven {
			ctx.Viper.Set(flags.FlagLogLevel, "warn")
		}
	}
	logger, err := server.CreateSDKLogger(ctx, out)
	if err != nil {
		return err
	}
	ctx.Logger = logger.With(log.ModuleKey, "server")
	return server.SetCmdServerContext(cmd, ctx)
}
