package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

// start runs a devnet in dir with accounts of these names besides its own. genesis may change the state that it begins with.
func start(
	ctx context.Context, dir string, blockTime time.Duration, names []string, genesis func(codec.JSONCodec, app.Genesis) error,
) (*devnet.Node, people, error) {
	enc := app.NewEncoding()
	ring, err := keyring.New(sdk.KeyringServiceName(), keyring.BackendTest, dir, nil, enc.Codec)
	if err != nil {
		return nil, people{}, err
	}
	funded := make([]home.Funded, len(names))
	for i, name := range names {
		address, err := devnet.AddKey(ring, name)
		if err != nil {
			return nil, people{}, err
		}
		funded[i] = home.Funded{Address: address, Coins: devnet.Coins()}
	}
	ports, err := freePorts()
	if err != nil {
		return nil, people{}, err
	}
	cfg := devnet.Config{Home: dir, Ports: ports, BlockTime: blockTime, Genesis: func(cdc codec.JSONCodec, state app.Genesis) error {
		return errors.Join(genesis(cdc, state), home.Fund(enc, state, funded...))
	}}
	if _, err := devnet.Init(cfg); err != nil {
		return nil, people{}, err
	}
	node, err := devnet.Start(ctx, cfg)
	if err != nil {
		return nil, people{}, err
	}
	if err := node.WaitForHeight(ctx, 1); err != nil {
		return node, people{}, err
	}
	return node, people{clock: realTime, client: client.Context{}.
		WithCodec(enc.Codec).WithInterfaceRegistry(enc.Registry).WithTxConfig(enc.TxConfig).
		WithAccountRetriever(authtypes.AccountRetriever{}).WithBroadcastMode("sync").
		WithKeyring(ring).WithChainID(node.ChainID()).WithClient(node.Comet())}, nil
}

// freePorts are the usual ones, or as near to them as nobody listens: a demo runs beside a node.
func freePorts() (home.Ports, error) {
	for offset := 0; offset < 1_000; offset += 10 {
		ports := home.DefaultPorts(offset)
		if ports.Check() == nil {
			return ports, nil
		}
	}
	return home.Ports{}, fmt.Errorf("expected free ports near %d", home.DefaultPorts(0).RPC)
}

// check is one invariant and why it does not hold, if so.
type check struct {
	Type   string `json:"type"`
	Module string `json:"module"`
	Name   string `json:"name"`
	Broken string `json:"broken,omitempty"`
}

// broken counts the invariants that do not hold.
func broken(checks []check) (n uint64) {
	for _, c := range checks {
		if c.Broken != "" {
			n++
		}
	}
	return n
}

// audit checks every invariant at a height.
func audit(a *app.App, height int64) ([]check, error) {
	ctx, err := a.CreateQueryContext(height, false)
	if err != nil {
		return nil, err
	}
	var out []check
	for _, invariant := range a.Invariants() {
		c := check{Type: "invariant", Module: invariant.Module, Name: invariant.Name}
		if err := invariant.Check(ctx); err != nil {
			c.Broken = fmt.Sprintf("at %s: %s", ctx.BlockTime().UTC().Format(time.DateOnly), err)
		}
		out = append(out, c)
	}
	return out, nil
}
