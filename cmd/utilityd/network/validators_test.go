package network_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const validators = 4

// Four validators come to the same state though one of them is killed while readings arrive, and every reading is counted once.
func TestFourValidatorsAgreeThoughOneIsKilledWhileReadingsArrive(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "testnet")
	utilityd(t, "testnet", "init-files", "--validators", strconv.Itoa(validators), "--output-dir", dir,
		"--block-time", "200ms", "--port-offset", strconv.Itoa(freeOffset(t, validators, 10)))
	var nodes [validators]*process
	var people [validators]people
	for i := range nodes {
		changeGenesis(t, nodeHome(dir, i))
		// How long the others wait for the proposal of one that is down.
		utilityd(t, "config", "set", "config", "consensus.timeout_propose", "500ms", "--home", nodeHome(dir, i))
		nodes[i] = startNode(t, nodeHome(dir, i))
		people[i] = newPeople(t, nodeHome(dir, i))
	}
	for i := range nodes {
		until(t, "the first block", func() bool { return people[i].height(t) > 0 })
	}
	nameIssuer(t, nodeHome(dir, 0), people[:])
	v := newVillage(t, 36)
	v.settle(t, people[0])

	gateway, meters := v.startRun(t, nodeHome(dir, 0))
	v.report(t, meters, 0, 12)
	until(t, "readings are answered", func() bool { return v.answered() > 0 })
	nodes[3].kill()
	v.report(t, meters, 12, 24)
	until(t, "the others go on", func() bool { return v.answered() >= 20*homes })
	nodes[3] = startNode(t, nodeHome(dir, 3))
	v.report(t, meters, 24, 36)
	require.NoError(t, meters.Close())
	gateway.mustEnd(t, 2*time.Minute)

	v.requireCounted(t, people[0])
	last := people[0].height(t) + 1
	for i := range nodes {
		until(t, "all are at the same height", func() bool { return people[i].height(t) > last })
	}
	want, err := people[0].Client.Block(t.Context(), &last)
	require.NoError(t, err)
	for i := range nodes {
		got, err := people[i].Client.Block(t.Context(), &last)
		require.NoError(t, err)
		require.Equal(t, want.BlockID, got.BlockID, "node %d", i)
		require.Equal(t, want.Block.AppHash, got.Block.AppHash, "node %d", i)
	}
	require.Len(t, want.Block.LastCommit.Signatures, validators)
	for i := range nodes {
		nodes[i].stop(t)
	}
	requireSameState(t, dir, last)
	requireInvariants(t, nodeHome(dir, 3))
}

func nodeHome(dir string, i int) string { return filepath.Join(dir, fmt.Sprintf("node%d", i)) }

func startNode(t *testing.T, dir string) *process {
	t.Helper()
	return launch(t, "start", "--home", dir, "--log_level", "error")
}

func changeGenesis(t *testing.T, dir string) {
	t.Helper()
	doc, err := genutiltypes.AppGenesisFromFile(home.GenesisFile(dir))
	require.NoError(t, err)
	var state app.Genesis
	require.NoError(t, json.Unmarshal(doc.AppState, &state))
	require.NoError(t, quickGenesis(app.NewEncoding().Codec, state))
	doc.AppState, err = json.Marshal(state)
	require.NoError(t, err)
	require.NoError(t, doc.SaveAs(home.GenesisFile(dir)))
}

// nameIssuer has the validators vote for an issuer: on this chain nobody is one from the beginning.
func nameIssuer(t *testing.T, dir string, people []people) {
	t.Helper()
	issuer := people[0].address(t, devnet.Issuer)
	utilityd(t, "tx", "meterid", "authorize-issuer-proposal", issuer, "Calibration Office", "electricity",
		"--title", "An issuer", "--summary", "So that meters can be certified", "--deposit", "10000000uutl",
		"--from", devnet.Admin, "--home", dir, "--gas", "400000", "--yes", "--wait")
	var sent []string
	for i, p := range people {
		name := devnet.Validator + strconv.Itoa(i)
		voter := sdk.MustAccAddressFromBech32(p.address(t, name))
		sent = append(sent, p.broadcast(t, name, govv1.NewMsgVote(voter, 1, govv1.OptionYes, "")))
	}
	for i, p := range people {
		p.await(t, sent[i])
	}
	queries := meteridtypes.NewQueryClient(people[0].Context)
	until(t, "the issuer is named", func() bool {
		res, err := queries.Issuer(t.Context(), &meteridtypes.QueryIssuerRequest{Address: issuer})
		return err == nil && res.Issuer.Active
	})
}

// requireSameState compares what the validators have stored, module by module.
func requireSameState(t *testing.T, dir string, height int64) {
	t.Helper()
	hashes := func(i int) string {
		return utilityd(t, "module-hash-by-height", strconv.FormatInt(height, 10), "--home", nodeHome(dir, i), "--output", "json")
	}
	want := hashes(0)
	require.Contains(t, want, "energy")
	for i := 1; i < validators; i++ {
		require.Equal(t, want, hashes(i), "node %d", i)
	}
}
