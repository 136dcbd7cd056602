// Package meterid is the registry of certified meters and their signed readings. README.md is its specification.
package meterid

import (
	"context"

	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"
	"google.golang.org/grpc"

	"github.com/cosmos/cosmos-sdk/client"

	"github.com/utilityd/utilityd/x/internal/appmodule"
	"github.com/utilityd/utilityd/x/meterid/keeper"
	"github.com/utilityd/utilityd/x/meterid/simulation"
	"github.com/utilityd/utilityd/x/meterid/types"
)

var _ appmodule.AppModule = AppModule{}

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
			queries := types.NewQueryClient(clientCtx)
			if err := types.RegisterQueryHandlerClient(context.Background(), mux, queries); err != nil {
				return err
			}
			registerDIDRoute(mux, queries)
			return nil
		},

		DefaultGenesis: types.DefaultGenesis,

		RandomGenesis: simulation.RandomGenesis,
		Operations:    simulation.Register,
		Proposals:     simulation.RegisterProposals,
	}
}
