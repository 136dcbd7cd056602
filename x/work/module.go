// Package work is the block work of all modules: pending, failed and retried, with a budget that is fair between their records.
// README.md is its specification.
package work

import (
	"context"

	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"
	"google.golang.org/grpc"

	core "cosmossdk.io/core/appmodule"

	"github.com/cosmos/cosmos-sdk/client"

	"github.com/utilityd/utilityd/x/internal/appmodule"
	"github.com/utilityd/utilityd/x/work/keeper"
	"github.com/utilityd/utilityd/x/work/simulation"
	"github.com/utilityd/utilityd/x/work/types"
)

var (
	_ appmodule.AppModule = AppModule{}
	_ core.HasEndBlocker  = AppModule{}
)

// AppModule implements the module for the application.
type AppModule struct {
	appmodule.Module[parts, *keeper.Keeper, types.GenesisState, *types.GenesisState]
}

// NewAppModule returns the module.
func NewAppModule(k *keeper.Keeper) AppModule {
	var m AppModule
	m.Keeper = k
	return m
}

// EndBlock does the work that is due.
func (m AppModule) EndBlock(ctx context.Context) error { return m.Keeper.EndBlock(ctx) }

type parts struct{}

// Parts lists the functions of the module.
func (parts) Parts() appmodule.Parts[*keeper.Keeper, types.GenesisState] {
	return appmodule.Parts[*keeper.Keeper, types.GenesisState]{
		Name: types.ModuleName,

		RegisterLegacyAminoCodec: types.RegisterLegacyAminoCodec,
		RegisterInterfaces:       types.RegisterInterfaces,

		RegisterServices: func(registrar grpc.ServiceRegistrar, k *keeper.Keeper) {
			types.RegisterMsgServer(registrar, keeper.NewMsgServer(k))
			types.RegisterQueryServer(registrar, keeper.NewQueryServer(k))
		},
		RegisterRoutes: func(mux *gwruntime.ServeMux, clientCtx client.Context) error {
			return types.RegisterQueryHandlerClient(context.Background(), mux, types.NewQueryClient(clientCtx))
		},

		DefaultGenesis:    types.DefaultGenesis,
		ErrInvalidGenesis: types.ErrInvalidGenesis,

		RandomGenesis: simulation.RandomGenesis,
		Operations:    simulation.Register,
		Proposals:     simulation.RegisterProposals,
	}
}
