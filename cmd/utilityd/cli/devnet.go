package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/client/flags"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

const (
	flagBlockTime  = "block-time"
	flagPortOffset = "port-offset"
	flagLogs       = "logs"
)

func devnetCommand() *cobra.Command {
	command := &cobra.Command{
		Use:     "devnet",
		Short:   "Run a chain of one validator with funded accounts, for experiments",
		Long:    "Run a chain of one validator in this process, with gRPC, REST and a Swagger page. The first start makes the\nhome: well-known accounts with play money, their keys in the test keyring. Never use these keys elsewhere.",
		Example: "utilityd devnet --home /tmp/devnet --block-time 500ms",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := devnetConfig(cmd)
			if err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			return runDevnet(ctx, cfg, cmd.OutOrStdout())
		},
	}
	command.Flags().String(flags.FlagChainID, devnet.ChainID, "name of a new chain")
	command.Flags().Duration(flagBlockTime, devnet.BlockTime, "time between blocks")
	command.Flags().Int(flagPortOffset, 0, "added to every port, for several devnets on one machine")
	command.Flags().Bool(flagLogs, false, "print the log of the node")
	return standalone(command)
}

func devnetConfig(cmd *cobra.Command) (devnet.Config, error) {
	set := cmd.Flags()
	dir, _ := set.GetString(flags.FlagHome)
	cfg := devnet.Config{Home: dir}
	cfg.ChainID, _ = set.GetString(flags.FlagChainID)
	offset, _ := set.GetInt(flagPortOffset)
	blockTime, _ := set.GetDuration(flagBlockTime)
	fresh := !home.Exists(dir)
	if !fresh && set.Changed(flags.FlagChainID) {
		doc, err := genutiltypes.AppGenesisFromFile(home.GenesisFile(dir))
		if err != nil {
			return cfg, err
		}
		if doc.ChainID != cfg.ChainID {
			return cfg, fmt.Errorf("--%s: expected %s, which is the chain in %s, got %s: choose another --%s",
				flags.FlagChainID, doc.ChainID, dir, cfg.ChainID, flags.FlagHome)
		}
	}
	// For a home that is there its files count, unless the flag is given.
	if fresh || set.Changed(flagPortOffset) {
		cfg.Ports = home.DefaultPorts(offset)
	}
	if fresh || set.Changed(flagBlockTime) {
		cfg.BlockTime = blockTime
	}
	if blockTime < time.Millisecond {
		return cfg, fmt.Errorf("--%s: expected at least 1ms, got %s", flagBlockTime, blockTime)
	}
	if logs, _ := set.GetBool(flagLogs); logs {
		cfg.Logger = log.NewLogger(cmd.ErrOrStderr())
	}
	return cfg, nil
}

func runDevnet(ctx context.Context, cfg devnet.Config, out io.Writer) error {
	began := time.Now()
	if _, err := devnet.Init(cfg); err != nil {
		return err
	}
	node, err := devnet.Start(ctx, cfg)
	if err != nil {
		return err
	}
	if cfg.Ports.RPC != 0 {
		// Commands with this home talk to this node, also if it has moved.
		if err := setConfig(filepath.Join(cfg.Home, "config", "client.toml"), "node", node.RPC()); err != nil {
			return errors.Join(err, node.Close())
		}
	}
	if err := node.WaitForHeight(ctx, 1); err != nil {
		_ = node.Close()
		return err
	}
	if err := printDevnet(out, node, time.Since(began)); err != nil {
		return errors.Join(err, node.Close())
	}
	<-ctx.Done()
	_, _ = fmt.Fprintf(out, "\nStopped at block %d. The same command goes on from there.\n", node.Height())
	return node.Close()
}

func printDevnet(out io.Writer, node *devnet.Node, took time.Duration) error {
	bob, err := devnet.Address(devnet.Bob)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, `%s: first block after %.1f s. Stop it with Ctrl-C.

  home      %s
  RPC       %s
  gRPC      %s
  REST      %s
  Swagger   %s/swagger/
  accounts  %s

Next, in another terminal:

  utilityd tx bank send %s %s 1000000ueur --home %s --yes --wait
  utilityd query bank balances %s --home %s
`,
		node.ChainID(), took.Seconds(), node.Home(), node.RPC(), node.GRPC(), node.REST(), node.REST(),
		strings.Join(devnet.Names(), ", "), devnet.Alice, bob, node.Home(), devnet.Bob, node.Home())
	return err
}
