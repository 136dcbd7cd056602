package appmodule

import (
	"context"

	"github.com/cosmos/gogoproto/proto"
	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"
	"google.golang.org/grpc"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	"github.com/cosmos/cosmos-sdk/types/module"
)

// Keeper is the part of a keeper that works at the start and at the end of a chain. S is the genesis.
type Keeper[S any] interface {
	InitGenesis(context.Context, S) error
	ExportGenesis(context.Context) (*S, error)
}

// Genesis is a pointer to the genesis S.
type Genesis[S any] interface {
	*S
	proto.Message
	Validate() error
}

// Description names the parts of a module. It is implemented by a type without fields.
type Description[K, S any] interface {
	Parts() Parts[K, S]
}

// Parts are the functions of a module with the keeper K and the genesis S.
type Parts[K, S any] struct {
	Name string

	// RegisterLegacyAminoCodec and RegisterInterfaces register the messages, for hardware wallets and for transactions.
	RegisterLegacyAminoCodec func(*codec.LegacyAmino)
	RegisterInterfaces       func(codectypes.InterfaceRegistry)

	// RegisterServices serves messages and queries, RegisterRoutes serves the queries by REST.
	RegisterServices func(grpc.ServiceRegistrar, K)
	RegisterRoutes   func(*gwruntime.ServeMux, client.Context) error

	DefaultGenesis func() *S
	// ErrInvalidGenesis is the error of a genesis that cannot be read; without one the error of the codec is returned.
	ErrInvalidGenesis error

	// RandomGenesis, Operations and Proposals are the genesis, the messages of accounts and those of governance in a simulation.
	RandomGenesis func(*module.SimulationState)
	Operations    func(simsx.WeightSource, simsx.Registry, K)
	Proposals     func(simsx.WeightSource, simsx.Registry, K)
}
