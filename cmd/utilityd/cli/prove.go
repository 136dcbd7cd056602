package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"

	"github.com/utilityd/utilityd/cmd/utilityd/proof"
)

const flagProve = "prove"

// firstProvable is the first height that a node proves anything of.
const firstProvable = 2

// proveValves lets the command that shows a valve prove it.
func proveValves(root *cobra.Command) error {
	command, rest, err := root.Find([]string{"query", "water", "valve"})
	if err != nil || len(rest) > 0 {
		return errors.Join(errors.New("expected the command query water valve"), err)
	}
	command.Long += "\n\nWith --prove it is printed as JSON with its ICS-23 proof against the header of the next block, which \"utilityd proof check\"\n" +
		"checks without a node. Without --height that is the state before the last block."
	command.Example += "\n" + command.Example + " --prove > valve.json"
	command.Flags().Bool(flagProve, false, "print the record with its ICS-23 proof, as JSON")
	show := command.RunE
	command.RunE = func(cmd *cobra.Command, args []string) error {
		if prove, _ := cmd.Flags().GetBool(flagProve); !prove {
			return show(cmd, args)
		}
		ctx, err := client.GetClientQueryContext(cmd)
		if err != nil {
			return err
		}
		meter, err := strconv.ParseUint(args[0], 10, 64)
		if err != nil {
			return fmt.Errorf("expected the number of a meter, got %q", args[0])
		}
		d, err := provenValve(ctx, meter)
		if err != nil {
			return err
		}
		out := json.NewEncoder(cmd.OutOrStdout())
		out.SetIndent("", "  ")
		return out.Encode(d)
	}
	return nil
}

// provenValve gets a valve with its proof and the header that it leads to from a node, and checks that they agree.
func provenValve(ctx client.Context, meter uint64) (proof.Document, error) {
	height, err := provableHeight(ctx)
	if err != nil {
		return proof.Document{}, err
	}
	res, err := ctx.QueryABCI(abci.RequestQuery{Path: "/store/" + proof.Store + "/key", Data: proof.Key(meter), Height: height, Prove: true})
	if err != nil {
		return proof.Document{}, err
	}
	if len(res.Value) == 0 {
		return proof.Document{}, withHint(fmt.Errorf("valve not found: expected the meter of a household at height %d, got %d", height, meter),
			"See the households of an area with \"utilityd query water accounts AREA\".")
	}
	next := height + 1
	commit, err := ctx.Client.Commit(ctx.CmdContext, &next)
	if err != nil {
		return proof.Document{}, fmt.Errorf("header %d: %w", next, err)
	}
	valve, err := proof.DecodeValve(res.Value)
	if err != nil {
		return proof.Document{}, err
	}
	d := proof.Document{
		ChainID: commit.ChainID, Height: height, AppHash: commit.AppHash.String(),
		Meter: meter, Valve: valve, Key: res.Key, Value: res.Value,
	}
	for _, op := range res.ProofOps.GetOps() {
		d.ProofOps = append(d.ProofOps, proof.Op{Type: op.Type, Key: op.Key, Data: op.Data})
	}
	return d, proof.Verify(d, commit.AppHash)
}

// provableHeight returns the requested height, or the last one whose app hash is in a header.
func provableHeight(ctx client.Context) (int64, error) {
	status, err := ctx.Client.Status(ctx.CmdContext)
	if err != nil {
		return 0, err
	}
	last := status.SyncInfo.LatestBlockHeight - 1
	height := ctx.Height
	if height == 0 {
		height = last
	}
	if height < firstProvable || height > last {
		return 0, fmt.Errorf("height: expected %d to %d, got %d: a proof needs the header of the next block", firstProvable, last, height)
	}
	return height, nil
}
