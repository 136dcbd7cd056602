package app

import (
	"math"

	errorsmod "cosmossdk.io/errors"
	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
)

// feeDenom is the only denom that fees are paid in. Fees of any other denom would pile up in
// the rewards of every delegator, where each costs work in every block.
const feeDenom = BondDenom

// checkFee returns the fee and the priority of a transaction. The floor is the node's own minimum
// price, so it is checked before the transaction enters the mempool and nowhere else.
func checkFee(ctx sdk.Context, tx sdk.Tx) (sdk.Coins, int64, error) {
	feeTx, ok := tx.(sdk.FeeTx)
	if !ok {
		return nil, 0, errorsmod.Wrapf(sdkerrors.ErrTxDecode, "expected a transaction with a fee, got %T", tx)
	}
	fee, gas := feeTx.GetFee(), feeTx.GetGas()
	for _, coin := range fee {
		if coin.Denom != feeDenom {
			return nil, 0, errorsmod.Wrapf(sdkerrors.ErrInvalidCoins, "fee: expected %s, got %s", feeDenom, coin.Denom)
		}
	}
	paid := fee.AmountOf(feeDenom)
	if ctx.IsCheckTx() {
		// Rounded up: the node gains.
		price := ctx.MinGasPrices().AmountOf(feeDenom)
		minimum := price.MulInt(sdkmath.NewIntFromUint64(gas)).Ceil().TruncateInt()
		if paid.LT(minimum) {
			return nil, 0, errorsmod.Wrapf(sdkerrors.ErrInsufficientFee,
				"expected at least %s%s for %d gas, got %s%s", minimum, feeDenom, gas, paid, feeDenom)
		}
	}
	return fee, priority(paid, gas), nil
}

// priority returns the price per unit of gas, rounded down.
func priority(paid sdkmath.Int, gas uint64) int64 {
	if gas == 0 {
		return 0
	}
	price := paid.Quo(sdkmath.NewIntFromUint64(gas))
	if !price.IsInt64() {
		return math.MaxInt64
	}
	return price.Int64()
}
