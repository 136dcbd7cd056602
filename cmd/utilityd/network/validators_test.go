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
	n := startTestnet(t, lateSeconds)
	v := newVillage(t, 36)
	v.settle(t, n.people[0])

	gateway, meters := v.startRun(t, nodeHome(n.dir, 0))
	v.report(t, meters, 0, 12)
	until(t, "readings are answered", func() bool { return v.answered() > 0 })
	n.nodes[3].kill()
	v.report(t, meters, 12, 24)
	until(t, "the others go on", func() bool { return v.answered() >= 20*homes })
	n.nodes[3] = startNode(t, nodeHome(n.dir, 3))
	v.report(t, meters, 24, 36)
	require.NoError(t, meters.Close())
	gateway.mustEnd(t, 2*time.Minute)

	v.requireCounted(t, n.people[0])
	n.requireAgreement(t)
}

// Two of four validators are killed several times while batches are in flight, the node of the gateway among them. The chain stands
// still, a mempool forgets, the others hold on to what they have: readings keep the order of their meters all the same, and every
// interval is netted.
func TestReadingsKeepTheirOrderThoughTheNodeOfTheGatewayIsKilled(t *testing.T) {
	// An epoch is in two batches, so it must wait for as long as the chain stands still.
	const late = 60
	n := startTestnet(t, late)
	v := newVillage(t, 40)
	v.settle(t, n.people[0])

	gateway := launch(t, append([]string{
		"gateway", "replay", v.input(), "--batch", strconv.Itoa(homes / 2), "--window", "4",
	}, v.flags(nodeHome(n.dir, 0))...)...)
	for round := 1; round < validators; round++ {
		part := round * v.readings() / (validators + 1)
		until(t, "readings are answered and others in flight", func() bool { return v.answered() >= part && v.inFlight() > 1 })
		killed := []int{0, round}
		for _, i := range killed {
			n.nodes[i].kill()
		}
		require.Positive(t, v.inFlight())
		require.Less(t, v.answered(), v.readings(), "the gateway was done before the nodes were killed")
		for _, i := range killed {
			n.nodes[i] = startNode(t, nodeHome(n.dir, i))
		}
	}
	gateway.mustEnd(t, 5*time.Minute)

	v.requireCounted(t, n.people[0])
	n.requireAgreement(t)
}

// testnet is a chain of four validators, each a process.
type testnet struct {
	dir    string
	nodes  [validators]*process
	people [validators]people
}

// startTestnet starts a chain on which an epoch of the past is open for some seconds, and names its issuer.
func startTestnet(t *testing.T, late uint64) *testnet {
	t.Helper()
	n := &testnet{dir: filepath.Join(t.TempDir(), "testnet")}
	utilityd(t, "testnet", "init-files", "--validators", strconv.Itoa(validators), "--output-dir", n.dir,
		"--block-time", "200ms", "--port-offset", strconv.Itoa(freeOffset(t, validators, 10)))
	for i := range n.nodes {
		changeGenesis(t, nodeHome(n.dir, i), late)
		// How long the others wait for the proposal of one that is down.
		utilityd(t, "config", "set", "config", "consensus.timeout_propose", "500ms", "--home", nodeHome(n.dir, i))
		n.nodes[i] = startNode(t, nodeHome(n.dir, i))
		n.people[i] = newPeople(t, nodeHome(n.dir, i))
	}
	for i := range n.nodes {
		until(t, "the first block", func() bool { return n.people[i].height(t) > 0 })
	}
	nameIssuer(t, nodeHome(n.dir, 0), n.people[:])
	return n
}

// requireAgreement: all validators have the same block and the same state, in which every invariant holds. It stops them.
func (n *testnet) requireAgreement(t *testing.T) {
	t.Helper()
	last := n.people[0].height(t) + 1
	for i := range n.nodes {
		until(t, "all are at the same height", func() bool { return n.people[i].height(t) > last })
	}
	want, err := n.people[0].Client.Block(t.Context(), &last)
	require.NoError(t, err)
	for i := range n.nodes {
		got, err := n.people[i].Client.Block(t.Context(), &last)
		require.NoError(t, err)
		require.Equal(t, want.BlockID, got.BlockID, "node %d", i)
		require.Equal(t, want.Block.AppHash, got.Block.AppHash, "node %d", i)
	}
	require.Len(t, want.Block.LastCommit.Signatures, validators)
	for i := range n.nodes {
		n.nodes[i].stop(t)
	}
	requireSameState(t, n.dir, last)
	requireInvariants(t, nodeHome(n.dir, 3))
}

func nodeHome(dir string, i int) string { return filepath.Join(dir, fmt.Sprintf("node%d", i)) }

func startNode(t *testing.T, dir string) *process {
	t.Helper()
	return launch(t, "start", "--home", dir, "--log_level", "error")
}

func changeGenesis(t *testing.T, dir string, late uint64) {
	t.Helper()
	doc, err := genutiltypes.AppGenesisFromFile(home.GenesisFile(dir))
	require.NoError(t, err)
	var state app.Genesis
	require.NoError(t, json.Unmarshal(doc.AppState, &state))
	require.NoError(t, quickGenesis(late)(app.NewEncoding().Codec, state))
	doc.AppState, err = json.Marshal(state)
	require.NoError(t, err)
	require.NoError(t, doc.SaveAs(home.GenesisFile(dir)))
}

// nameIssuer has the validators vote for an issuer: on this chain there is none at first.
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
