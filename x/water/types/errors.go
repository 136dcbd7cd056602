package types

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

// Errors of the module. Codes are never reused. Malformed fields get the SDK's ErrInvalidRequest
// and ErrInvalidAddress, wrong authorities its ErrUnauthorized. Errors of queries have a gRPC
// code, which REST turns into a status; without one it would be 500.
var (
	ErrAreaNotFound      = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.NotFound, "area not found")
	ErrSourceNotFound    = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.NotFound, "source not found")
	ErrPeriodNotFound    = errorsmod.RegisterWithGRPCCode(ModuleName, 4, codes.NotFound, "period not found")
	ErrAccountNotFound   = errorsmod.RegisterWithGRPCCode(ModuleName, 5, codes.NotFound, "owner has no account in the area")
	ErrValveNotFound     = errorsmod.RegisterWithGRPCCode(ModuleName, 6, codes.NotFound, "meter has no valve")
	ErrOrderBinds        = errorsmod.Register(ModuleName, 7, "account has an order in the next auction")
	ErrAuctionNotFound   = errorsmod.RegisterWithGRPCCode(ModuleName, 8, codes.NotFound, "auction not found")
	ErrNotAdmin          = errorsmod.Register(ModuleName, 9, "signer is not the admin of the area")
	ErrNotPendingAdmin   = errorsmod.Register(ModuleName, 10, "signer is not the pending admin")
	ErrNotOwner          = errorsmod.Register(ModuleName, 11, "signer is not the owner of the meter")
	ErrNotProducer       = errorsmod.Register(ModuleName, 12, "signer is not the producer of the source")
	ErrAreaClosed        = errorsmod.Register(ModuleName, 13, "area is closed")
	ErrAccountClosed     = errorsmod.Register(ModuleName, 14, "account is closed or has no meter")
	ErrWrongStatus       = errorsmod.Register(ModuleName, 15, "source has the wrong status")
	ErrMeterUnfit        = errorsmod.Register(ModuleName, 16, "meter is not eligible")
	ErrMeterBound        = errorsmod.Register(ModuleName, 17, "meter is bound already")
	ErrAccountHasMeter   = errorsmod.Register(ModuleName, 18, "account has another meter")
	ErrAreaFull          = errorsmod.Register(ModuleName, 19, "area has no free slot")
	ErrTooManySources    = errorsmod.Register(ModuleName, 20, "area has too many sources")
	ErrCapacityTooLarge  = errorsmod.Register(ModuleName, 21, "capacity of the area would be too large")
	ErrCapacityInUse     = errorsmod.Register(ModuleName, 22, "capacity is needed for the stock")
	ErrLossTooLarge      = errorsmod.Register(ModuleName, 23, "loss is larger than it can be")
	ErrSubscribed        = errorsmod.Register(ModuleName, 24, "account has subscribed as far as it can")
	ErrFeeTooHigh        = errorsmod.Register(ModuleName, 25, "fee is higher than the signer accepts")
	ErrWrongDenom        = errorsmod.Register(ModuleName, 26, "denom is not that of the area")
	ErrUnknownDenom      = errorsmod.Register(ModuleName, 27, "denom does not exist")
	ErrInsufficientFunds = errorsmod.Register(ModuleName, 28, "prepaid balance is too small")
	ErrMoneyTooLarge     = errorsmod.Register(ModuleName, 29, "money of the area would be too large")
	ErrInsufficientWater = errorsmod.Register(ModuleName, 30, "balance is too small")
	ErrReserveDays       = errorsmod.Register(ModuleName, 31, "reserve for own use would be too small")
	ErrAboveCap          = errorsmod.Register(ModuleName, 32, "order exceeds what the account may hold")
	ErrOverdrawn         = errorsmod.Register(ModuleName, 33, "account owes water")
	ErrInvariantBroken   = errorsmod.Register(ModuleName, 34, "invariant is broken")
	ErrSelfTrade         = errorsmod.Register(ModuleName, 35, "account would trade with itself")
	ErrPolicy            = errorsmod.Register(ModuleName, 36, "policy contradicts itself")
	ErrInvalidGenesis    = errorsmod.Register(ModuleName, 37, "genesis is invalid")
	ErrNotTransferable   = errorsmod.Register(ModuleName, 38, "water tokens cannot be sent")
	ErrNothingDue        = errorsmod.Register(ModuleName, 39, "nothing is due to the producer")
	ErrInvalidParams     = errorsmod.Register(ModuleName, 40, "parameters are invalid")
	ErrNotAsProposed     = errorsmod.Register(ModuleName, 41, "approval names something else than what was proposed")
	ErrNoLossPending     = errorsmod.Register(ModuleName, 42, "no loss waits for approval")
	ErrNotSellable       = errorsmod.Register(ModuleName, 43, "litres were bought, not allotted")
)
