package types

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

// Errors of the module. Codes are never reused. Malformed fields get the SDK's ErrInvalidRequest
// and ErrInvalidAddress, wrong authorities its ErrUnauthorized. Errors of queries have a gRPC
// code, which REST turns into a status; without one it would be 500.
var (
	ErrMeterNotFound      = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.NotFound, "meter not found")
	ErrIssuerNotFound     = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.NotFound, "issuer not found")
	ErrIssuerInactive     = errorsmod.Register(ModuleName, 4, "issuer is revoked")
	ErrMediumNotCertified = errorsmod.Register(ModuleName, 5, "issuer does not certify this medium")
	ErrSerialInUse        = errorsmod.Register(ModuleName, 6, "serial number is in use with this issuer")
	ErrKeyInUse           = errorsmod.Register(ModuleName, 7, "key belongs to a live meter")
	ErrInvalidKey         = errorsmod.Register(ModuleName, 8, "key is not a valid device key")
	ErrBadPossession      = errorsmod.Register(ModuleName, 9, "device has not proved that it holds the key")
	ErrBadOldKeySignature = errorsmod.Register(ModuleName, 10, "old key has not signed the rotation")
	ErrNotIssuer          = errorsmod.Register(ModuleName, 11, "signer is not the issuer of the meter")
	ErrNotOwner           = errorsmod.Register(ModuleName, 12, "signer is not the owner of the meter")
	ErrWrongStatus        = errorsmod.Register(ModuleName, 13, "meter has the wrong status")
	ErrBatchSize          = errorsmod.Register(ModuleName, 14, "batch is empty or too large")
	ErrNothingQuarantined = errorsmod.Register(ModuleName, 15, "no reading is quarantined")
	ErrReadingOvertaken   = errorsmod.Register(ModuleName, 16, "registers have moved past the reading")
	ErrTimeOutOfRange     = errorsmod.Register(ModuleName, 17, "time is out of range")
	ErrRegistersGoBack    = errorsmod.Register(ModuleName, 18, "registers go back")
	ErrAmountTooLarge     = errorsmod.Register(ModuleName, 19, "amount since the last reading is too large")
	ErrWrongDirection     = errorsmod.Register(ModuleName, 20, "meter may not advance this register")
	ErrKeyPending         = errorsmod.Register(ModuleName, 21, "a key rotation is pending")
	ErrNoKeyPending       = errorsmod.Register(ModuleName, 22, "no key rotation is pending")
	ErrNoProposal         = errorsmod.Register(ModuleName, 23, "no proposal is pending")
	ErrProposalExpired    = errorsmod.Register(ModuleName, 24, "proposal has expired")
	ErrMetersDiffer       = errorsmod.Register(ModuleName, 25, "meters do not match")
	ErrSameOwner          = errorsmod.Register(ModuleName, 26, "new owner owns the meter already")
	ErrNotNewOwner        = errorsmod.Register(ModuleName, 27, "signer is not the proposed owner")
	ErrInvalidClaim       = errorsmod.Register(ModuleName, 28, "claim is invalid")
	ErrTooManyClaims      = errorsmod.Register(ModuleName, 29, "meter has too many claims")
	ErrClaimNotFound      = errorsmod.Register(ModuleName, 30, "claim not found")
	ErrMeterBound         = errorsmod.Register(ModuleName, 31, "meter is bound to another module")
	ErrMeterNotBound      = errorsmod.Register(ModuleName, 32, "meter is not bound to this module")
	ErrNoSink             = errorsmod.Register(ModuleName, 33, "module accepts no readings")
	ErrInvalidDID         = errorsmod.RegisterWithGRPCCode(ModuleName, 34, codes.InvalidArgument, "DID is not one of this chain")
	ErrInvalidParams      = errorsmod.Register(ModuleName, 35, "parameters are invalid")
	ErrInvalidGenesis     = errorsmod.Register(ModuleName, 36, "genesis is invalid")
	ErrTooManyDigits      = errorsmod.Register(ModuleName, 37, "register has more digits than the meter")
	ErrChanged            = errorsmod.Register(ModuleName, 38, "pending is another one than that approved")
	ErrVetoOpen           = errorsmod.Register(ModuleName, 39, "owner may still veto")
	ErrIssuerActive       = errorsmod.Register(ModuleName, 40, "issuer is not revoked")
)
