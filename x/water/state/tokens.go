package state

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// TokensOf returns the tokens of an owner, litres.
func (st *Store) TokensOf(ctx context.Context, denom string, owner []byte) (uint64, error) {
	held := st.Bank.GetBalance(ctx, owner, denom).Amount
	if !held.IsUint64() {
		return 0, types.ErrInvariantBroken.Wrapf("expected less than 2^64 of %s in %s, got %s", denom, sdk.AccAddress(owner), held)
	}
	return held.Uint64(), nil
}

// SetTokens sets the tokens of an owner, litres.
func (st *Store) SetTokens(ctx context.Context, denom string, owner []byte, litres uint64) error {
	return st.Bank.UncheckedSetBalance(ctx, owner, Tokens(denom, litres))
}

// Tokens returns litres as a coin.
func Tokens(denom string, litres uint64) sdk.Coin {
	return sdk.NewCoin(denom, math.NewIntFromUint64(litres))
}
