package cli

import (
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

// portStep lies between the ports of two nodes.
const portStep = 10

func testnetCommand(enc app.Encoding) *cobra.Command {
	command := &cobra.Command{
		Use:   "testnet",
		Short: "Make networks of several validators on this machine",
		RunE:  client.ValidateCmd,
	}
	files := &cobra.Command{
		Use:   "init-files",
		Short: "Make the homes of several validators that find each other on the loopback interface",
		Long: "Make node0, node1, … under --output-dir. Each has its own ports, " + strconv.Itoa(portStep) + " apart, and its own key; node0 also\n" +
			"holds the keys of the accounts of a devnet. Start each with: utilityd start --home DIR/nodeN",
		Example: "utilityd testnet init-files --validators 4 --output-dir /tmp/testnet",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			set := cmd.Flags()
			t := testnet{enc: enc}
			t.validators, _ = set.GetInt("validators")
			t.dir, _ = set.GetString("output-dir")
			t.chainID, _ = set.GetString(flags.FlagChainID)
			t.blockTime, _ = set.GetDuration(flagBlockTime)
			t.offset, _ = set.GetInt(flagPortOffset)
			if t.validators < 1 || t.validators > 100 {
				return fmt.Errorf("--validators: expected 1 to 100, got %d", t.validators)
			}
			if err := t.write(); err != nil {
				return err
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "%d validators of %s in %s.\nStart each: utilityd start --home %s\n",
				t.validators, t.chainID, t.dir, filepath.Join(t.dir, "nodeN"))
			return err
		},
	}
	files.Flags().IntP("validators", "v", 4, "how many")
	files.Flags().StringP("output-dir", "o", "testnet", "folder for the homes")
	files.Flags().String(flags.FlagChainID, "utility-testnet-1", "name of the chain")
	files.Flags().Duration(flagBlockTime, time.Second, "time between blocks")
	files.Flags().Int(flagPortOffset, 0, "added to every port")
	command.AddCommand(standalone(files))
	return standalone(command)
}

type testnet struct {
	enc        app.Encoding
	dir        string
	chainID    string
	validators int
	offset     int
	blockTime  time.Duration
}

// member is one validator of the network while it is made.
type member struct {
	node   *home.Node
	ring   keyring.Keyring
	peer   string // how the others dial it
	pubKey cryptotypes.PubKey
}

func (t testnet) write() error {
	if err := home.CheckChainID(t.chainID); err != nil {
		return err
	}
	genesis := app.DefaultGenesis(t.enc.Codec)
	members := make([]member, t.validators)
	for i := range members {
		m, err := t.newMember(i)
		if err != nil {
			return err
		}
		members[i] = m
	}
	if err := devnet.FundAccounts(t.enc, genesis, members[0].ring); err != nil {
		return err
	}
	homes := make([]string, t.validators)
	for i, m := range members {
		if err := t.stake(genesis, i, m); err != nil {
			return err
		}
		homes[i] = m.node.Home
	}
	if err := home.WriteGenesis(t.chainID, time.Now(), genesis, homes...); err != nil {
		return err
	}
	for i, m := range members {
		m.node.Comet.P2P.PersistentPeers = peersOf(members, i)
		if err := m.node.WriteConfig(); err != nil {
			return err
		}
	}
	return nil
}

func (t testnet) newMember(i int) (member, error) {
	moniker := fmt.Sprintf("node%d", i)
	dir := filepath.Join(t.dir, moniker)
	if home.Exists(dir) {
		return member{}, withHint(fmt.Errorf("expected no node in %s, found one", dir), "Choose another folder with --output-dir.")
	}
	ports := home.DefaultPorts(t.offset + i*portStep)
	node := home.NewNode(dir, moniker, t.chainID, keyring.BackendTest, ports).WithoutFees()
	node.App.API.Enable = i == 0
	node.Comet.Consensus.TimeoutCommit = t.blockTime
	// All addresses are 127.0.0.1, which a node else refuses to dial or to accept twice.
	node.Comet.P2P.ListenAddress = fmt.Sprintf("tcp://127.0.0.1:%d", ports.P2P)
	node.Comet.P2P.AddrBookStrict = false
	node.Comet.P2P.AllowDuplicateIP = true
	nodeID, pubKey, err := node.WriteKeys()
	if err != nil {
		return member{}, err
	}
	ring, err := keyring.New(sdk.KeyringServiceName(), keyring.BackendTest, dir, nil, t.enc.Codec)
	if err != nil {
		return member{}, err
	}
	peer := nodeID + "@" + net.JoinHostPort("127.0.0.1", strconv.Itoa(ports.P2P))
	return member{node: node, ring: ring, peer: peer, pubKey: pubKey}, nil
}

// stake funds a validator and bonds a part of that.
func (t testnet) stake(genesis app.Genesis, i int, m member) error {
	key := devnet.Validator + strconv.Itoa(i)
	address, err := devnet.AddKey(m.ring, key)
	if err != nil {
		return err
	}
	if err := home.Fund(t.enc, genesis, home.Funded{Address: address, Coins: devnet.Coins()}); err != nil {
		return err
	}
	return home.AddValidators(t.enc, t.chainID, genesis, home.Validator{
		Moniker: m.node.Moniker, Key: key, Keyring: m.ring, PubKey: m.pubKey,
		Stake: sdk.DefaultPowerReduction.MulRaw(100), Memo: m.peer,
	})
}

func peersOf(members []member, self int) string {
	var peers []string
	for i, m := range members {
		if i != self {
			peers = append(peers, m.peer)
		}
	}
	return strings.Join(peers, ",")
}
