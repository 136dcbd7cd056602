package types

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

// Errors of the module. Codes are never reused. Malformed fields get the SDK's ErrInvalidRequest
// and ErrInvalidAddress, wrong authorities its ErrUnauthorized. Errors of queries have a gRPC code, which REST turns into a status.
var (
	ErrUnknownModule  = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.InvalidArgument, "module has no block work")
	ErrUnknownKind    = errorsmod.Register(ModuleName, 3, "module has no such kind of work")
	ErrNotFailed      = errorsmod.Register(ModuleName, 4, "no such work has failed")
	ErrInvalidParams  = errorsmod.Register(ModuleName, 5, "parameters are invalid")
	ErrInvalidGenesis = errorsmod.Register(ModuleName, 6, "genesis is invalid")
)
