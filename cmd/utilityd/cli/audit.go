package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cobra"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client/flags"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

// auditCommand checks everything that must hold, in a state at rest.
func auditCommand() *cobra.Command {
	command := &cobra.Command{
		Use:     "audit [HEIGHT | EXPORT.json]",
		Short:   "Check every invariant of every module",
		Long:    "Check every invariant of every module, one line each: in the state of a stopped node at its last height or\nat the one given, or in an exported genesis document. The status is 1 when one is broken.",
		Example: "utilityd audit --home /tmp/devnet\nutilityd export --output-document export.json && utilityd audit export.json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, _ := cmd.Flags().GetString(flags.FlagHome)
			a, ctx, err := openState(dir, args)
			if err != nil {
				return err
			}
			defer a.Close()
			return audit(cmd.OutOrStdout(), a, ctx)
		},
	}
	return standalone(command)
}

// audit prints one line for each invariant.
func audit(out io.Writer, a *app.App, ctx sdk.Context) error {
	broken := 0
	for _, invariant := range a.Invariants() {
		verdict := "ok"
		if err := invariant.Check(ctx); err != nil {
			verdict = err.Error()
			broken++
		}
		if _, err := fmt.Fprintf(out, "%s: %s: %s\n", invariant.Module, invariant.Name, verdict); err != nil {
			return err
		}
	}
	if broken > 0 {
		return withHint(fmt.Errorf("%d of %d invariants broken at height %d", broken, len(a.Invariants()), ctx.BlockHeight()),
			"Keep the folder as it is and report the lines above.")
	}
	return nil
}

// openState opens what the argument names: a file, a height or nothing.
func openState(dir string, args []string) (*app.App, sdk.Context, error) {
	if len(args) == 0 {
		return openHome(dir, -1)
	}
	height, err := strconv.ParseInt(args[0], 10, 64)
	if err == nil && height > 0 {
		return openHome(dir, height)
	}
	if _, err := os.Stat(args[0]); err != nil {
		return nil, sdk.Context{}, fmt.Errorf("expected a height or an exported file, got %q", args[0])
	}
	return openExport(args[0])
}

func openHome(dir string, height int64) (*app.App, sdk.Context, error) {
	if !home.Exists(dir) {
		return nil, sdk.Context{}, withHint(fmt.Errorf("expected the files of a node in %s, found none", dir),
			"Name the folder with --home, or an exported file.")
	}
	db, err := dbm.NewDB("application", dbm.GoLevelDBBackend, filepath.Join(dir, "data"))
	if err != nil {
		return nil, sdk.Context{}, err
	}
	doc, err := genutiltypes.AppGenesisFromFile(home.GenesisFile(dir))
	if err != nil {
		return nil, sdk.Context{}, errors.Join(err, db.Close())
	}
	a := app.New(log.NewNopLogger(), db, height == -1, simtestutil.AppOptionsMap{flags.FlagHome: dir}, baseapp.SetChainID(doc.ChainID))
	if height != -1 {
		if err := a.LoadHeight(height); err != nil {
			return nil, sdk.Context{}, errors.Join(fmt.Errorf("height %d: %w", height, err), a.Close())
		}
	}
	if a.LastBlockHeight() == 0 {
		return nil, sdk.Context{}, errors.Join(
			withHint(fmt.Errorf("expected a state in %s, found no block yet", dir), "Start the node first, then stop it."), a.Close())
	}
	return a, a.CommittedContext(), nil
}

// openExport imports an exported genesis document into memory.
func openExport(file string) (*app.App, sdk.Context, error) {
	doc, err := genutiltypes.AppGenesisFromFile(file)
	if err != nil {
		return nil, sdk.Context{}, fmt.Errorf("%s: %w", file, err)
	}
	dir, err := os.MkdirTemp("", app.Name)
	if err != nil {
		return nil, sdk.Context{}, err
	}
	defer os.RemoveAll(dir)
	a := app.New(log.NewNopLogger(), dbm.NewMemDB(), true, simtestutil.AppOptionsMap{flags.FlagHome: dir}, baseapp.SetChainID(doc.ChainID))
	cometDoc, err := doc.ToGenesisDoc()
	if err != nil {
		return nil, sdk.Context{}, errors.Join(err, a.Close())
	}
	params := cometDoc.ConsensusParams.ToProto()
	req := &abci.RequestInitChain{
		Time: doc.GenesisTime, ChainId: doc.ChainID, ConsensusParams: &params,
		InitialHeight: doc.InitialHeight, AppStateBytes: doc.AppState,
	}
	if err := initChain(a, req); err != nil {
		return nil, sdk.Context{}, errors.Join(fmt.Errorf("import %s: %w", file, err), a.Close())
	}
	// Nothing is committed before the first block: the state is where that block would start from.
	return a, a.GetContextForFinalizeBlock(nil).WithBlockHeight(doc.InitialHeight).WithBlockTime(doc.GenesisTime), nil
}

// initChain imports a state. Modules answer a state that they refuse with a panic.
func initChain(a *app.App, req *abci.RequestInitChain) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	_, err = a.InitChain(req)
	return err
}
