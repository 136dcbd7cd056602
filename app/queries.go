package app

import (
	"context"
	"errors"

	gogogrpc "github.com/cosmos/gogoproto/grpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
)

// codedQueries gives what is wrong with a question a gRPC code. The SDK's errors have none, and REST answers an error
// without a code with 500, as if the node were broken.
type codedQueries struct{ router gogogrpc.Server }

// RegisterService registers the queries of a module.
func (q codedQueries) RegisterService(service *grpc.ServiceDesc, handler any) {
	coded := *service
	coded.Methods = make([]grpc.MethodDesc, len(service.Methods))
	for i, method := range service.Methods {
		coded.Methods[i] = grpc.MethodDesc{
			MethodName: method.MethodName,
			Handler: func(server any, ctx context.Context, decode func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error) {
				response, err := method.Handler(server, ctx, decode, interceptor)
				return response, withCode(err)
			},
		}
	}
	q.router.RegisterService(&coded, handler)
}

// withCode leaves an error that has a code as it is.
func withCode(err error) error {
	if status.Code(err) != codes.Unknown {
		return err
	}
	if errors.Is(err, sdkerrors.ErrInvalidAddress) || errors.Is(err, sdkerrors.ErrInvalidRequest) {
		return codedError{err, codes.InvalidArgument}
	}
	return err
}

type codedError struct {
	error
	code codes.Code
}

// Unwrap returns the error without the code.
func (e codedError) Unwrap() error { return e.error }

// GRPCStatus returns what a client of gRPC sees.
func (e codedError) GRPCStatus() *status.Status { return status.New(e.code, e.Error()) }
