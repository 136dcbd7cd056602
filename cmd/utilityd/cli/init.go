package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

const flagOverwrite = "overwrite"

// initCommand writes all files of a node but the genesis of a chain.
func initCommand(enc app.Encoding) *cobra.Command {
	command := &cobra.Command{
		Use:     "init NAME",
		Short:   "Make the files of a new node",
		Long:    "Make the keys, the settings and a genesis document of a new node under --home.\nTo join a chain, put that chain's genesis document in the place of the new one.",
		Example: "utilityd init my-node --chain-id utility-1",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, _ := cmd.Flags().GetString(flags.FlagHome)
			chainID, _ := cmd.Flags().GetString(flags.FlagChainID)
			backend, _ := cmd.Flags().GetString(flags.FlagKeyringBackend)
			overwrite, _ := cmd.Flags().GetBool(flagOverwrite)
			if chainID == "" {
				chainID = fmt.Sprintf("utility-test-%d", time.Now().Unix())
			}
			node := home.NewNode(dir, args[0], chainID, backend, home.DefaultPorts(0))
			return initNode(cmd.OutOrStdout(), enc, node, overwrite)
		},
	}
	command.Flags().String(flags.FlagChainID, "", "name of the chain; without it a new one is invented")
	command.Flags().String(flags.FlagKeyringBackend, flags.DefaultKeyringBackend, "where keys are kept: os, file, kwallet, pass, test or memory")
	command.Flags().BoolP(flagOverwrite, "o", false, "overwrite the genesis document and the settings that are there; keys are kept")
	return standalone(command)
}

func initNode(out io.Writer, enc app.Encoding, node *home.Node, overwrite bool) error {
	genesisFile := home.GenesisFile(node.Home)
	if _, err := os.Stat(genesisFile); !overwrite && !errors.Is(err, os.ErrNotExist) {
		return withHint(fmt.Errorf("expected no node in %s, found %s", node.Home, genesisFile),
			"Choose another folder with --home, or replace the files with --overwrite.")
	}
	if err := home.CheckChainID(node.ChainID); err != nil {
		return err
	}
	nodeID, _, err := node.WriteKeys()
	if err != nil {
		return err
	}
	if err := node.WriteConfig(); err != nil {
		return err
	}
	if err := home.WriteGenesis(node.ChainID, time.Now(), app.DefaultGenesis(enc.Codec), node.Home); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "home:     %s\nchain id: %s\nnode id:  %s\ngenesis:  %s\n", node.Home, node.ChainID, nodeID, genesisFile)
	return err
}
