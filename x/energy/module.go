// Package energy nets production and consumption within energy communities.
package energy

import (
	"context"

	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"
	"google.golang.org/grpc"

	"github.com/cosmos/cosmos-sdk/client"

	"github.com/utilityd/utilityd/x/energy/keeper"
	"github.com/utilityd/utilityd/x/energy/simulation"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/appmodule"
)

var _ appmodule.AppModule = AppModule{}

// AppModule is the module as the application sees it.
type AppModule struct {
	appmodule.Module[parts, *keeper.Keeper, types.GenesisState, *types.GenesisState]
}

// NewAppModule returns the module.
func NewAppModule(k *keeper.Keeper) AppModule {
	var m AppModule
	m.Keeper = k
	return m
}

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
