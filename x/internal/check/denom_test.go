package check_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/x/internal/check"
)

// coins is a bank with one denom.
type coins struct {
	supply    math.Int
	decimals  uint32
	described bool
}

func (c coins) GetSupply(_ context.Context, denom string) sdk.Coin {
	return sdk.NewCoin(denom, c.supply)
}

func (c coins) GetDenomMetaData(_ context.Context, denom string) (banktypes.Metadata, bool) {
	return banktypes.Metadata{
		Base: denom, Display: "eur", DenomUnits: []*banktypes.DenomUnit{{Denom: denom}, {Denom: "eur", Exponent: c.decimals}, {Denom: "meur", Exponent: 99}},
	}, c.described
}

func TestPaymentDenom(t *testing.T) {
	errUnknown := errors.New("unknown")
	limit := math.NewInt(check.MaxSupply)
	for _, tc := range []struct {
		name  string
		coins coins

		wantErr error
	}{
		{name: "with neither supply nor metadata", coins: coins{supply: math.ZeroInt()}, wantErr: errUnknown},
		{name: "with the greatest supply", coins: coins{supply: limit}},
		{name: "with more", coins: coins{supply: limit.AddRaw(1)}, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "with twelve decimals and no supply", coins: coins{supply: math.ZeroInt(), decimals: 12, described: true}},
		{name: "with thirteen decimals", coins: coins{supply: math.OneInt(), decimals: 13, described: true}, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "with more than 64 bits hold", coins: coins{supply: limit.Mul(limit)}, wantErr: sdkerrors.ErrInvalidRequest},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.ErrorIs(t, check.PaymentDenom(t.Context(), tc.coins, "ueur", errUnknown), tc.wantErr)
		})
	}
}
