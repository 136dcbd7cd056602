package demo

import (
	"context"
	"fmt"
	"net"
	"strconv"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// replayParams let a week of the past be brought in a moment, which an ordinary chain refuses.
type replayParams struct {
	MaxReadingAgeSeconds, MaxBackdateSeconds, LateWindowSeconds uint64
}

// startVillage runs a devnet on which every home has an account.
func startVillage(ctx context.Context, dir string, homes []string, params replayParams) (*devnet.Node, people, error) {
	enc := app.NewEncoding()
	ring, err := keyring.New(sdk.KeyringServiceName(), keyring.BackendTest, dir, nil, enc.Codec)
	if err != nil {
		return nil, people{}, err
	}
	funded := make([]home.Funded, len(homes))
	for i, name := range homes {
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
	cfg := devnet.Config{Home: dir, Ports: ports, Genesis: func(cdc codec.JSONCodec, genesis app.Genesis) error {
		if err := params.apply(cdc, genesis); err != nil {
			return err
		}
		return home.Fund(enc, genesis, funded...)
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
	return node, people{client.Context{}.
		WithCodec(enc.Codec).WithInterfaceRegistry(enc.Registry).WithTxConfig(enc.TxConfig).
		WithAccountRetriever(authtypes.AccountRetriever{}).WithBroadcastMode("sync").
		WithKeyring(ring).WithChainID(node.ChainID()).WithClient(node.Comet())}, nil
}

func (p replayParams) apply(cdc codec.JSONCodec, genesis app.Genesis) error {
	var meterid meteridtypes.GenesisState
	if err := cdc.UnmarshalJSON(genesis[meteridtypes.ModuleName], &meterid); err != nil {
		return err
	}
	meterid.Params.MaxReadingAgeSeconds = p.MaxReadingAgeSeconds
	var energy energytypes.GenesisState
	if err := cdc.UnmarshalJSON(genesis[energytypes.ModuleName], &energy); err != nil {
		return err
	}
	energy.Params.MaxBackdateSeconds = p.MaxBackdateSeconds
	energy.Params.LateWindowSeconds = p.LateWindowSeconds
	genesis[meteridtypes.ModuleName] = cdc.MustMarshalJSON(&meterid)
	genesis[energytypes.ModuleName] = cdc.MustMarshalJSON(&energy)
	return nil
}

// freePorts are the usual ones, or as near to them as nobody listens: a demo runs beside a node.
func freePorts() (home.Ports, error) {
	for offset := 0; offset < 1_000; offset += 10 {
		ports := home.DefaultPorts(offset)
		if free(ports.P2P) && free(ports.RPC) && free(ports.GRPC) && free(ports.REST) {
			return ports, nil
		}
	}
	return home.Ports{}, fmt.Errorf("expected free ports near %d", home.DefaultPorts(0).RPC)
}

func free(port int) bool {
	l, err := net.Listen("tcp", net.JoinHostPort("localhost", strconv.Itoa(port)))
	if err != nil {
		return false
	}
	return l.Close() == nil
}

// audit checks every invariant on the last block.
func audit(node *devnet.Node) ([]check, error) {
	ctx, err := node.App.CreateQueryContext(node.Height()-1, false)
	if err != nil {
		return nil, err
	}
	var out []check
	for _, invariant := range node.App.Invariants() {
		c := check{Module: invariant.Module, Name: invariant.Name}
		if err := invariant.Check(ctx); err != nil {
			c.Broken = err.Error()
		}
		out = append(out, c)
	}
	return out, nil
}
