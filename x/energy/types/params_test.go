package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/types"
)

func TestParams(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.Params)

		wantErr string
	}{
		{name: "the defaults", change: func(*types.Params) {}},
		{
			name: "communities of one", change: func(p *types.Params) { p.MaxMembers = 1 },
			wantErr: "max_members: expected 2 to 8388608, got 1",
		},
		{
			name: "communities beyond the ceiling", change: func(p *types.Params) { p.MaxMembers = 1<<23 + 1 },
			wantErr: "max_members: expected 2 to 8388608, got 8388609",
		},
		{
			name: "epochs of no length", change: func(p *types.Params) { p.MinEpochSeconds = 0 },
			wantErr: "min_epoch_seconds: expected 1 to 86400, got 0",
		},
		{
			name: "epochs longer than a day", change: func(p *types.Params) { p.MinEpochSeconds = 86_401 },
			wantErr: "min_epoch_seconds: expected 1 to 86400, got 86401",
		},
		{
			name: "a late window of more than an hour", change: func(p *types.Params) { p.LateWindowSeconds = 3_601 },
			wantErr: "late_window_seconds: expected 0 to 3600, got 3601",
		},
		{
			name: "members dated back more than a year", change: func(p *types.Params) { p.MaxBackdateSeconds = 31_536_001 },
			wantErr: "max_backdate_seconds: expected 0 to 31536000, got 31536001",
		},
		{
			name: "no memory", change: func(p *types.Params) { p.RetentionEpochs = 0 },
			wantErr: "retention_epochs: expected 1 to 1000000, got 0",
		},
		{
			name: "a memory too long", change: func(p *types.Params) { p.RetentionEpochs = 1_000_001 },
			wantErr: "retention_epochs: expected 1 to 1000000, got 1000001",
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
