package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestParams(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.Params)

		wantErr string
	}{
		{name: "the defaults", change: func(*types.Params) {}},
		{name: "no grace", change: func(p *types.Params) { p.InstallGraceSeconds = 0 }},
		{
			name: "bidding of less than a minute", change: func(p *types.Params) { p.BiddingSeconds = 59 },
			wantErr: "bidding_seconds: expected 60 to 31536000, got 59",
		},
		{
			name: "bidding of more than a year", change: func(p *types.Params) { p.BiddingSeconds = 31_536_001 },
			wantErr: "bidding_seconds: expected 60 to 31536000, got 31536001",
		},
		{
			name: "no time to accept", change: func(p *types.Params) { p.AcceptanceSeconds = 0 },
			wantErr: "acceptance_seconds: expected 60 to 31536000, got 0",
		},
		{
			name: "no time to fund", change: func(p *types.Params) { p.FundingSeconds = 0 },
			wantErr: "funding_seconds: expected 60 to 31536000, got 0",
		},
		{
			name: "a grace of more than a year", change: func(p *types.Params) { p.InstallGraceSeconds = 31_536_001 },
			wantErr: "install_grace_seconds: expected 0 to 31536000, got 31536001",
		},
		{
			name: "no time to respond", change: func(p *types.Params) { p.ResponseSeconds = 0 },
			wantErr: "response_seconds: expected 60 to 31536000, got 0",
		},
		{
			name: "no time to decide", change: func(p *types.Params) { p.DecisionSeconds = 0 },
			wantErr: "decision_seconds: expected 60 to 31536000, got 0",
		},
		{
			name: "vouchers that wait for more than a month", change: func(p *types.Params) { p.VoucherSeconds = 2_592_001 },
			wantErr: "voucher_seconds: expected 60 to 2592000, got 2592001",
		},
		{
			name: "listings of no time", change: func(p *types.Params) { p.MaxListingSeconds = 0 },
			wantErr: "max_listing_seconds: expected 60 to 31536000, got 0",
		},
		{
			name: "commissioning for nothing", change: func(p *types.Params) { p.MinCommissionUsolar = 0 },
			wantErr: "min_commission_usolar: expected 1 to 1152921504606846976, got 0",
		},
		{
			name: "commissioning for more than can be sent", change: func(p *types.Params) { p.MinCommissionUsolar = 1<<60 + 1 },
			wantErr: "min_commission_usolar: expected 1 to 1152921504606846976, got 1152921504606846977",
		},
		{
			name: "more than the cost as a bond", change: func(p *types.Params) { p.MinBondBps = 10_001 },
			wantErr: "min_bond_bps: expected 0 to 10000, got 10001",
		},
		{
			name: "a deposit above the cost", change: func(p *types.Params) { p.MinDepositBps = 10_001 },
			wantErr: "min_deposit_bps: expected 0 to 10000, got 10001",
		},
		{
			name: "a proof in no time", change: func(p *types.Params) { p.ProofSeconds = 59 },
			wantErr: "proof_seconds: expected 60 to 31536000, got 59",
		},
		{
			name: "trials of no time", change: func(p *types.Params) { p.MinAcceptanceHours = 0 },
			wantErr: "min_acceptance_hours: expected 1 to 87600, got 0",
		},
		{
			name: "an arbiter twice", change: func(p *types.Params) { p.Arbiters = []string{"judge", "judge"} },
			wantErr: "arbiters: expected sorted accounts, each once, got judge after judge",
		},
		{
			name: "more arbiters than can be read", change: func(p *types.Params) { p.Arbiters = strings.Split(strings.Repeat("judge ", 100)+"judge", " ") },
			wantErr: "arbiters: expected at most 100, got 101",
		},
		{
			name: "hashes for nothing", change: func(p *types.Params) { p.GasPerHash = 0 },
			wantErr: "gas_per_hash: expected 1 to 1000000, got 0",
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
			require.ErrorIs(t, (&types.MsgUpdateParams{Params: params}).Validate(), types.ErrInvalidParams)
			require.ErrorIs(t, types.GenesisState{Params: params}.Validate(), types.ErrInvalidParams)
		})
	}
}
