package types

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

// Errors of the module. Codes are never reused. Malformed fields get the SDK's ErrInvalidRequest
// and ErrInvalidAddress, wrong authorities its ErrUnauthorized. Errors of queries have a gRPC
// code, which REST turns into a status; without one it would be 500.
var (
	ErrCommunityNotFound   = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.NotFound, "community not found")
	ErrMemberNotFound      = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.NotFound, "member not found")
	ErrApplicationNotFound = errorsmod.Register(ModuleName, 4, "meter has not applied to the community")
	ErrSettlementNotFound  = errorsmod.RegisterWithGRPCCode(ModuleName, 5, codes.NotFound, "epoch has no settlement")
	ErrNotAdmin            = errorsmod.Register(ModuleName, 6, "signer is not the admin of the community")
	ErrNotPendingAdmin     = errorsmod.Register(ModuleName, 7, "signer is not the pending admin")
	ErrNotMember           = errorsmod.Register(ModuleName, 8, "signer is not the account of the member")
	ErrNotOwner            = errorsmod.Register(ModuleName, 9, "signer is not the owner of the meter")
	ErrNotGridSupplier     = errorsmod.Register(ModuleName, 10, "signer is not the grid supplier of the present epoch")
	ErrCommunityClosed     = errorsmod.Register(ModuleName, 11, "community is closed")
	ErrWrongStatus         = errorsmod.Register(ModuleName, 12, "community has the wrong status")
	ErrCommunityFull       = errorsmod.Register(ModuleName, 13, "community has no free slot")
	ErrMeterUnfit          = errorsmod.Register(ModuleName, 14, "meter is not eligible")
	ErrMeterBound          = errorsmod.Register(ModuleName, 15, "meter is bound already")
	ErrMemberLeft          = errorsmod.Register(ModuleName, 16, "membership has ended")
	ErrSettling            = errorsmod.Register(ModuleName, 17, "a settlement is in progress")
	ErrWeightPending       = errorsmod.Register(ModuleName, 18, "an earlier change of the weight still applies to an open epoch")
	ErrEpochOutOfRange     = errorsmod.Register(ModuleName, 19, "epoch is out of range")
	ErrWrongDenom          = errorsmod.Register(ModuleName, 20, "denom is not that of the community")
	ErrUnknownDenom        = errorsmod.Register(ModuleName, 21, "denom does not exist")
	ErrInsufficientFunds   = errorsmod.Register(ModuleName, 22, "prepaid balance is too small")
	ErrBalanceTooLarge     = errorsmod.Register(ModuleName, 23, "prepaid balances would be too large")
	ErrDeficitTooSmall     = errorsmod.Register(ModuleName, 24, "carried deficit is too small")
	ErrNotSettled          = errorsmod.RegisterWithGRPCCode(ModuleName, 25, codes.FailedPrecondition, "epoch is not settled")
	ErrNotReported         = errorsmod.RegisterWithGRPCCode(ModuleName, 26, codes.NotFound, "member has not reported in the epoch")
	ErrInvalidParams       = errorsmod.Register(ModuleName, 27, "parameters are invalid")
	ErrInvalidGenesis      = errorsmod.Register(ModuleName, 28, "genesis is invalid")
	ErrInvariantBroken     = errorsmod.Register(ModuleName, 29, "invariant is broken")
	ErrWeightExceeded      = errorsmod.Register(ModuleName, 30, "static weights would sum to more than their total")
)
