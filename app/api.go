package app

import (
	"fmt"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	reflectionv1 "cosmossdk.io/api/cosmos/reflection/v1"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	nodeservice "github.com/cosmos/cosmos-sdk/client/grpc/node"
	"github.com/cosmos/cosmos-sdk/runtime/services"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/cosmos/cosmos-sdk/server/api"
	"github.com/cosmos/cosmos-sdk/server/config"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
)

// registerReflection serves the node's commands and types to clients.
func (a *App) registerReflection() {
	autocliv1.RegisterQueryServer(a.GRPCQueryRouter(), services.NewAutoCLIQueryService(a.modules.Modules))
	reflection, err := services.NewReflectionService()
	if err != nil {
		panic(fmt.Errorf("reflection service: %w", err))
	}
	reflectionv1.RegisterReflectionServiceServer(a.GRPCQueryRouter(), reflection)
}

// RegisterAPIRoutes adds the REST routes, and the Swagger page when it is switched on.
func (a *App) RegisterAPIRoutes(apiServer *api.Server, cfg config.APIConfig) {
	ctx, router := apiServer.ClientCtx, apiServer.GRPCGatewayRouter
	authtx.RegisterGRPCGatewayRoutes(ctx, router)
	cmtservice.RegisterGRPCGatewayRoutes(ctx, router)
	nodeservice.RegisterGRPCGatewayRoutes(ctx, router)
	a.basics.RegisterGRPCGatewayRoutes(ctx, router)
	if cfg.Swagger {
		registerSwagger(apiServer.Router)
	}
}

// RegisterTxService adds broadcasting, simulating and finding transactions.
func (a *App) RegisterTxService(ctx client.Context) {
	authtx.RegisterTxService(a.GRPCQueryRouter(), ctx, a.Simulate, a.enc.Registry)
}

// RegisterTendermintService adds queries about blocks and validators.
func (a *App) RegisterTendermintService(ctx client.Context) {
	wrapped := server.NewCometABCIWrapper(a)
	cmtservice.RegisterTendermintService(ctx, a.GRPCQueryRouter(), a.enc.Registry, wrapped.Query)
}

// RegisterNodeService adds queries about this node's configuration.
func (a *App) RegisterNodeService(ctx client.Context, cfg config.Config) {
	nodeservice.RegisterNodeService(ctx, a.GRPCQueryRouter(), cfg, func() int64 {
		return a.CommitMultiStore().EarliestVersion()
	})
}
