package home

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	cmtcfg "github.com/cometbft/cometbft/config"

	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	"github.com/cosmos/cosmos-sdk/telemetry"
	"github.com/cosmos/cosmos-sdk/x/genutil"

	"github.com/utilityd/utilityd/app"
)

// Node is what Write makes: all files of a home but the genesis document.
type Node struct {
	Home    string
	Moniker string
	ChainID string
	Keyring string // backend of the keys

	App    *serverconfig.Config
	Comet  *cmtcfg.Config
	Client Client
}

// NewNode describes a home with our defaults.
func NewNode(home, moniker, chainID, keyring string, ports Ports) *Node {
	n := &Node{
		Home: home, Moniker: moniker, ChainID: chainID, Keyring: keyring,
		App: AppConfig(ports), Comet: CometConfig(ports), Client: ClientConfig(chainID, keyring, ports),
	}
	n.Comet.Moniker = moniker
	n.Comet.SetRoot(home)
	return n
}

// WithoutFees lets transactions cost nothing, as on networks for trying things out.
func (n *Node) WithoutFees() *Node {
	n.App.MinGasPrices = "0" + app.BondDenom
	return n
}

// Exists reports whether a folder is the home of a node.
func Exists(home string) bool {
	_, err := os.Stat(filepath.Join(home, "config", "config.toml"))
	return err == nil
}

// GenesisFile returns where the genesis document of a home stands.
func GenesisFile(home string) string {
	return filepath.Join(home, "config", "genesis.json")
}

// WriteKeys makes the node's keys, or keeps those that are there.
func (n *Node) WriteKeys() (nodeID string, validator cryptotypes.PubKey, err error) {
	for _, dir := range []string{"config", "data"} {
		if err := os.MkdirAll(filepath.Join(n.Home, dir), 0o750); err != nil {
			return "", nil, err
		}
	}
	return genutil.InitializeNodeValidatorFiles(n.Comet)
}

// WriteConfig writes config.toml, app.toml, client.toml and an empty otel.yaml.
func (n *Node) WriteConfig() (err error) {
	// The writers of CometBFT and of the SDK return no errors: they exit or panic.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("write the configuration in %s: %v", n.Home, r)
		}
	}()
	dir := filepath.Join(n.Home, "config")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	cmtcfg.WriteConfigFile(filepath.Join(dir, "config.toml"), n.Comet)
	serverconfig.WriteConfigFile(filepath.Join(dir, "app.toml"), n.App)
	client, err := n.Client.render()
	return errors.Join(err,
		os.WriteFile(filepath.Join(dir, "client.toml"), client, 0o600),
		os.WriteFile(filepath.Join(dir, telemetry.OtelFileName), nil, 0o600))
}
