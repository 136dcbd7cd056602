package devnet

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	cometdb "github.com/cometbft/cometbft-db"
	cmtcfg "github.com/cometbft/cometbft/config"
	cmtnode "github.com/cometbft/cometbft/node"
	"github.com/cometbft/cometbft/rpc/client/local"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/viper"
	"golang.org/x/sync/errgroup"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"

	"github.com/utilityd/utilityd/app"
)

// Node is a running devnet.
type Node struct {
	App *app.App

	cfg     Config
	comet   *cmtnode.Node
	index   cometdb.DB // of transactions
	client  *local.Local
	config  *cmtcfg.Config
	service serverconfig.Config
	cancel  context.CancelFunc
	group   *errgroup.Group

	closeOnce sync.Once
	closeErr  error
}

// Start runs the node of a home until Close or the end of the context.
func Start(ctx context.Context, cfg Config) (*Node, error) {
	if cfg.Logger == nil {
		cfg.Logger = log.NewNopLogger()
	}
	v, err := readFiles(cfg)
	if err != nil {
		return nil, err
	}
	n := &Node{cfg: cfg, config: cmtcfg.DefaultConfig()}
	if err := v.Unmarshal(n.config); err != nil {
		return nil, fmt.Errorf("config.toml: %w", err)
	}
	n.config.SetRoot(cfg.Home)
	if n.service, err = serverconfig.GetConfig(v); err != nil {
		return nil, fmt.Errorf("app.toml: %w", err)
	}
	db, err := dbm.NewDB("application", server.GetAppDBBackend(v), filepath.Join(cfg.Home, "data"))
	if err != nil {
		return nil, err
	}
	n.App = app.New(cfg.Logger, db, true, v, server.DefaultBaseappOptions(v)...)

	ctx, n.cancel = context.WithCancel(ctx)
	n.group, ctx = errgroup.WithContext(ctx)
	if err := n.startComet(ctx); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	if err := n.startServices(ctx, v); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	return n, nil
}

// readFiles reads config.toml and app.toml; what the caller set wins.
func readFiles(cfg Config) (*viper.Viper, error) {
	v := viper.New()
	for _, name := range []string{"config.toml", "app.toml"} {
		v.SetConfigFile(filepath.Join(cfg.Home, "config", name))
		if err := v.MergeInConfig(); err != nil {
			return nil, err
		}
	}
	v.Set(flags.FlagHome, cfg.Home)
	if cfg.BlockTime != 0 {
		v.Set("consensus.timeout_commit", cfg.BlockTime)
	}
	if p := cfg.Ports; p.RPC != 0 {
		v.Set("p2p.laddr", fmt.Sprintf("tcp://127.0.0.1:%d", p.P2P))
		v.Set("rpc.laddr", fmt.Sprintf("tcp://127.0.0.1:%d", p.RPC))
		v.Set("grpc.address", fmt.Sprintf("localhost:%d", p.GRPC))
		v.Set("api.address", fmt.Sprintf("tcp://localhost:%d", p.REST))
	}
	return v, nil
}

// Home returns the folder of the node.
func (n *Node) Home() string { return n.cfg.Home }

// ChainID returns the name of the chain.
func (n *Node) ChainID() string { return n.App.ChainID() }

// RPC returns where CometBFT listens, for --node.
func (n *Node) RPC() string { return n.config.RPC.ListenAddress }

// GRPC returns where queries and transactions are taken, as host:port.
func (n *Node) GRPC() string { return n.service.GRPC.Address }

// REST returns the address of the REST interface, for a browser.
func (n *Node) REST() string { return "http" + n.service.API.Address[len("tcp"):] }

// Comet talks to the consensus engine without a network between.
func (n *Node) Comet() *local.Local { return n.client }

// Height returns the height of the last block whose state queries can read, 0 before the first. The consensus engine stores a block
// before the application has executed it.
func (n *Node) Height() int64 { return n.App.LastBlockHeight() }

// WaitForHeight returns when queries can read the state of a block.
func (n *Node) WaitForHeight(ctx context.Context, height int64) error {
	for n.Height() < height {
		select {
		case <-ctx.Done():
			return fmt.Errorf("block %d: %w", height, ctx.Err())
		case <-n.comet.Quit():
			return errors.New("the node stopped")
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil
}

// Wait returns when the node is stopped from outside or a service fails.
func (n *Node) Wait() error { return n.group.Wait() }

// Close stops the node and waits until everything is written. It may be called more than once.
func (n *Node) Close() error {
	n.closeOnce.Do(func() {
		n.cancel()
		if n.comet != nil && n.comet.IsRunning() {
			n.closeErr = n.comet.Stop()
			n.comet.Wait()
		}
		if n.index != nil {
			n.closeErr = errors.Join(n.closeErr, n.index.Close())
		}
		if err := n.group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
			n.closeErr = errors.Join(n.closeErr, err)
		}
		n.closeErr = errors.Join(n.closeErr, n.App.Close())
	})
	return n.closeErr
}
