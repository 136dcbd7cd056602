package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	"github.com/utilityd/utilityd/x/water/types"
)

func TestParams(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.Params)

		wantErr string
	}{
		{name: "the defaults", change: func(*types.Params) {}},
		{name: "areas for nothing", change: func(p *types.Params) { p.AreaFee.Amount = sdkmath.ZeroInt() }},
		{
			name: "areas without accounts", change: func(p *types.Params) { p.MaxAccounts = 0 },
			wantErr: "max_accounts: expected 1 to 2097152, got 0",
		},
		{
			name: "areas beyond the ceiling", change: func(p *types.Params) { p.MaxAccounts = 1<<21 + 1 },
			wantErr: "max_accounts: expected 1 to 2097152, got 2097153",
		},
		{
			name: "no sources", change: func(p *types.Params) { p.MaxSources = 0 },
			wantErr: "max_sources: expected 1 to 1024, got 0",
		},
		{
			name: "too many sources", change: func(p *types.Params) { p.MaxSources = 1_025 },
			wantErr: "max_sources: expected 1 to 1024, got 1025",
		},
		{
			name: "periods of less than a minute", change: func(p *types.Params) { p.MinPeriodSeconds = 59 },
			wantErr: "min_period_seconds: expected 60 to 31536000, got 59",
		},
		{
			name: "periods of more than a year", change: func(p *types.Params) { p.MinPeriodSeconds = 31_536_001 },
			wantErr: "min_period_seconds: expected 60 to 31536000, got 31536001",
		},
		{
			name: "no memory", change: func(p *types.Params) { p.AuctionRetention = 0 },
			wantErr: "auction_retention: expected 1 to 100000, got 0",
		},
		{
			name: "a memory too long", change: func(p *types.Params) { p.AuctionRetention = 100_001 },
			wantErr: "auction_retention: expected 1 to 100000, got 100001",
		},
		{
			name: "water that is never dearer than free", change: func(p *types.Params) { p.MaxPriceFactor = 0 },
			wantErr: "max_price_factor: expected 1 to 1000000, got 0",
		},
		{
			name: "water that is dearer than gold", change: func(p *types.Params) { p.MaxPriceFactor = 1_000_001 },
			wantErr: "max_price_factor: expected 1 to 1000000, got 1000001",
		},
		{
			name: "a fee in nothing", change: func(p *types.Params) { p.AreaFee.Denom = "" },
			wantErr: `area_fee: expected a denom that can be sent, got ""`,
		},
		{
			name: "a fee in water", change: func(p *types.Params) { p.AreaFee.Denom = "hbt/1" },
			wantErr: `area_fee: expected a denom that can be sent, got "hbt/1"`,
		},
		{
			name: "a fee without a number", change: func(p *types.Params) { p.AreaFee.Amount = sdkmath.Int{} },
			wantErr: "area_fee: expected 0 to 4611686018427387903, got nothing",
		},
		{
			name: "a fee below zero", change: func(p *types.Params) { p.AreaFee.Amount = sdkmath.NewInt(-1) },
			wantErr: "area_fee: expected 0 to 4611686018427387903, got -1",
		},
		{
			name: "a fee that does not fit", change: func(p *types.Params) { p.AreaFee.Amount = sdkmath.NewInt(1 << 62) },
			wantErr: "area_fee: expected 0 to 4611686018427387903, got 4611686018427387904",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			params := types.DefaultParams()
			tc.change(&params)
			err := params.Validate()
			if tc.wantErr == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, types.ErrInvalidParams)
			require.ErrorContains(t, err, tc.wantErr)
			require.ErrorIs(t, types.GenesisState{Params: params}.Validate(), types.ErrInvalidParams)
		})
	}
}
