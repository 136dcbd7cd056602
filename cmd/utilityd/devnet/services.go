package devnet

import (
	"context"
	"fmt"

	cometdb "github.com/cometbft/cometbft-db"
	cmtcfg "github.com/cometbft/cometbft/config"
	cmtnode "github.com/cometbft/cometbft/node"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"
	"github.com/cometbft/cometbft/proxy"
	"github.com/cometbft/cometbft/rpc/client/local"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/spf13/viper"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/cosmos/cosmos-sdk/server/api"
	servercmtlog "github.com/cosmos/cosmos-sdk/server/log"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
)

// startComet starts consensus; blocks come from here on.
func (n *Node) startComet(ctx context.Context) error {
	nodeKey, err := p2p.LoadOrGenNodeKey(n.config.NodeKeyFile())
	if err != nil {
		return err
	}
	genesis := func() (*cmttypes.GenesisDoc, error) {
		doc, err := genutiltypes.AppGenesisFromFile(n.config.GenesisFile())
		if err != nil {
			return nil, err
		}
		return doc.ToGenesisDoc()
	}
	n.comet, err = cmtnode.NewNodeWithContext(ctx, n.config,
		privval.LoadOrGenFilePV(n.config.PrivValidatorKeyFile(), n.config.PrivValidatorStateFile()),
		nodeKey, proxy.NewLocalClientCreator(server.NewCometABCIWrapper(n.App)), genesis,
		n.openDB, cmtnode.DefaultMetricsProvider(n.config.Instrumentation),
		servercmtlog.CometLoggerWrapper{Logger: n.cfg.Logger})
	if err != nil {
		return fmt.Errorf("consensus: %w", err)
	}
	if err := n.comet.Start(); err != nil {
		return fmt.Errorf("consensus: %w", err)
	}
	n.client = local.New(n.comet)
	return nil
}

// openDB opens a database of the consensus engine. The engine closes all but the index of transactions
// when it stops, so that one is kept for Close: else the home could not be opened again in this process.
func (n *Node) openDB(ctx *cmtcfg.DBContext) (cometdb.DB, error) {
	db, err := cmtcfg.DefaultDBProvider(ctx)
	if err == nil && ctx.ID == "tx_index" {
		n.index = db
	}
	return db, err
}

// startServices opens gRPC and REST.
func (n *Node) startServices(ctx context.Context, v *viper.Viper) error {
	clientCtx := client.Context{}.
		WithCodec(n.App.AppCodec()).
		WithInterfaceRegistry(n.App.InterfaceRegistry()).
		WithTxConfig(n.App.TxConfig()).
		WithLegacyAmino(n.App.LegacyAmino()).
		WithAccountRetriever(authtypes.AccountRetriever{}).
		WithChainID(n.App.ChainID()).
		WithHomeDir(n.cfg.Home).
		WithClient(n.client)
	n.App.RegisterTxService(clientCtx)
	n.App.RegisterTendermintService(clientCtx)
	n.App.RegisterNodeService(clientCtx, n.service)

	serverCtx := server.NewContext(v, n.config, n.cfg.Logger)
	grpcServer, clientCtx, err := server.StartGrpcServer(ctx, n.group, n.service.GRPC, clientCtx, serverCtx, n.App)
	if err != nil {
		return fmt.Errorf("gRPC: %w", err)
	}
	if !n.service.API.Enable {
		return nil
	}
	rest := api.New(clientCtx, n.cfg.Logger.With("module", "api-server"), grpcServer)
	n.App.RegisterAPIRoutes(rest, n.service.API)
	n.group.Go(func() error { return rest.Start(ctx, n.service) })
	return nil
}
