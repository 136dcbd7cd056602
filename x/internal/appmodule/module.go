package appmodule

import (
	"encoding/json"
	"fmt"

	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"
	"google.golang.org/grpc"

	core "cosmossdk.io/core/appmodule"
	errorsmod "cosmossdk.io/errors"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	simtypes "github.com/cosmos/cosmos-sdk/types/simulation"
)

// AppModule lists the interfaces of the SDK that each module has.
type AppModule interface {
	module.AppModuleBasic
	module.HasGenesis
	module.HasConsensusVersion
	module.AppModuleSimulation

	core.AppModule
	core.HasServices

	simsx.HasWeightedOperationsX
	simsx.HasProposalMsgsX
}

// Module has the methods of AppModule, from the parts that D describes. The zero value has no keeper and serves for the methods
// that need none.
type Module[D Description[K, S], K Keeper[S], S any, G Genesis[S]] struct {
	Keeper K
}

func (Module[D, K, S, G]) parts() Parts[K, S] {
	var d D
	return d.Parts()
}

// IsOnePerModuleType is required by the SDK.
func (Module[D, K, S, G]) IsOnePerModuleType() {}

// IsAppModule is required by the SDK.
func (Module[D, K, S, G]) IsAppModule() {}

// Name returns the name of the module.
func (m Module[D, K, S, G]) Name() string { return m.parts().Name }

// ConsensusVersion counts the state-breaking changes of the module.
func (Module[D, K, S, G]) ConsensusVersion() uint64 { return 1 }

// RegisterLegacyAminoCodec registers the messages for hardware wallets.
func (m Module[D, K, S, G]) RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) {
	m.parts().RegisterLegacyAminoCodec(cdc)
}

// RegisterInterfaces registers the messages for transactions.
func (m Module[D, K, S, G]) RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	m.parts().RegisterInterfaces(registry)
}

// RegisterGRPCGatewayRoutes serves the queries by REST. It panics at start-up only.
func (m Module[D, K, S, G]) RegisterGRPCGatewayRoutes(clientCtx client.Context, mux *gwruntime.ServeMux) {
	if err := m.parts().RegisterRoutes(mux, clientCtx); err != nil {
		panic(fmt.Sprintf("%s: %s", m.Name(), err)) // SAFE: at start-up
	}
}

// RegisterServices serves messages and queries.
func (m Module[D, K, S, G]) RegisterServices(registrar grpc.ServiceRegistrar) error {
	m.parts().RegisterServices(registrar, m.Keeper)
	return nil
}

// DefaultGenesis returns the state of a new chain.
func (m Module[D, K, S, G]) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	return cdc.MustMarshalJSON(G(m.parts().DefaultGenesis()))
}

// ValidateGenesis checks a state without a store.
func (m Module[D, K, S, G]) ValidateGenesis(cdc codec.JSONCodec, _ client.TxEncodingConfig, bz json.RawMessage) error {
	g := G(new(S))
	if err := cdc.UnmarshalJSON(bz, g); err != nil {
		if invalid := m.parts().ErrInvalidGenesis; invalid != nil {
			return errorsmod.Wrap(invalid, err.Error())
		}
		return fmt.Errorf("%s: %w", m.Name(), err)
	}
	return g.Validate()
}

// InitGenesis writes the state at the start of a chain, and panics if it cannot.
func (m Module[D, K, S, G]) InitGenesis(ctx sdk.Context, cdc codec.JSONCodec, bz json.RawMessage) {
	g := G(new(S))
	cdc.MustUnmarshalJSON(bz, g)
	if err := m.Keeper.InitGenesis(ctx, *g); err != nil {
		panic(fmt.Sprintf("%s: %s", m.Name(), err)) // SAFE: at start-up
	}
}

// ExportGenesis reads the whole state. It panics only if the store is broken.
func (m Module[D, K, S, G]) ExportGenesis(ctx sdk.Context, cdc codec.JSONCodec) json.RawMessage {
	g, err := m.Keeper.ExportGenesis(ctx)
	if err != nil {
		panic(fmt.Sprintf("%s: %s", m.Name(), err)) // SAFE: the export of a stopped node
	}
	return cdc.MustMarshalJSON(G(g))
}

// GenerateGenesisState generates the genesis of a simulation.
func (m Module[D, K, S, G]) GenerateGenesisState(s *module.SimulationState) {
	m.parts().RandomGenesis(s)
}

// RegisterStoreDecoder registers nothing: differences of stores are shown as bytes.
func (Module[D, K, S, G]) RegisterStoreDecoder(simtypes.StoreDecoderRegistry) {}

// WeightedOperations returns the old form of WeightedOperationsX.
func (Module[D, K, S, G]) WeightedOperations(module.SimulationState) []simtypes.WeightedOperation {
	return nil
}

// WeightedOperationsX registers the messages of accounts in a simulation.
func (m Module[D, K, S, G]) WeightedOperationsX(weights simsx.WeightSource, reg simsx.Registry) {
	m.parts().Operations(weights, reg, m.Keeper)
}

// ProposalMsgsX registers the messages of governance in a simulation.
func (m Module[D, K, S, G]) ProposalMsgsX(weights simsx.WeightSource, reg simsx.Registry) {
	m.parts().Proposals(weights, reg, m.Keeper)
}
