package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/meterid/types"
)

func occupants(n uint32, from, until int64) types.Claim {
	return types.Claim{Type: types.CLAIM_TYPE_OCCUPANTS, Occupants: n, ValidFrom: from, ValidUntil: until}
}

func TestClaimAt(t *testing.T) {
	tests := []struct {
		name   string
		claims []types.Claim
		at     int64

		want uint32 // occupants; 0: no claim counts
	}{
		{name: "nothing is attested", at: 10},
		{name: "a claim counts from its first second", claims: []types.Claim{occupants(2, 10, 0)}, at: 10, want: 2},
		{name: "a claim does not count before", claims: []types.Claim{occupants(2, 10, 0)}, at: 9},
		{name: "a claim counts up to its end", claims: []types.Claim{occupants(2, 10, 20)}, at: 19, want: 2},
		{name: "a claim does not count at its end", claims: []types.Claim{occupants(2, 10, 20)}, at: 20},
		{name: "the later one counts", claims: []types.Claim{occupants(2, 10, 0), occupants(3, 15, 0)}, at: 15, want: 3},
		{name: "the later one does not count yet", claims: []types.Claim{occupants(2, 10, 0), occupants(3, 15, 0)}, at: 14, want: 2},
		{name: "once the later one has ended the earlier one does not come back", claims: []types.Claim{occupants(2, 10, 0), occupants(3, 15, 20)}, at: 20},
		{
			name:   "claims of another type do not count",
			claims: []types.Claim{occupants(2, 10, 0), {Type: types.CLAIM_TYPE_TECHNOLOGY, ValidFrom: 12}},
			at:     13, want: 2,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			m := types.Meter{Claims: tc.claims}
			c, ok := m.ClaimAt(types.CLAIM_TYPE_OCCUPANTS, tc.at)
			require.Equal(t, tc.want != 0, ok)
			require.Equal(t, tc.want, c.Occupants)
			require.Equal(t, max(tc.want, 1), m.Occupants(tc.at), "one lives there if nothing is attested")
		})
	}
}

func TestIsRenewable(t *testing.T) {
	m := types.Meter{}
	require.False(t, m.IsRenewable(1), "nothing is attested")
	m = m.WithClaim(types.Claim{Type: types.CLAIM_TYPE_TECHNOLOGY, Renewable: true, ValidFrom: 1, ValidUntil: 5})
	require.True(t, m.IsRenewable(4))
	require.False(t, m.IsRenewable(5), "it has ended")
	m = m.WithClaim(types.Claim{Type: types.CLAIM_TYPE_TECHNOLOGY, ValidFrom: 3})
	require.False(t, m.IsRenewable(4), "it is attested that it is not")
}

// Claims stay in order, and a meter that was copied does not change with the copy.
func TestWithClaim(t *testing.T) {
	m := types.Meter{}.WithClaim(occupants(3, 20, 0)).WithClaim(occupants(2, 10, 0))
	before := m
	m = m.WithClaim(occupants(4, 10, 0)).WithClaim(types.Claim{Type: types.CLAIM_TYPE_SERVICE_POINT, ValidFrom: 1})
	require.Equal(t, []types.Claim{
		occupants(4, 10, 0), occupants(3, 20, 0), {Type: types.CLAIM_TYPE_SERVICE_POINT, ValidFrom: 1},
	}, m.Claims)
	require.Equal(t, []types.Claim{occupants(2, 10, 0), occupants(3, 20, 0)}, before.Claims)

	without, found := m.WithoutClaim(types.CLAIM_TYPE_OCCUPANTS, 10)
	require.True(t, found)
	require.Len(t, without.Claims, 2)
	require.Len(t, m.Claims, 3)
	_, found = m.WithoutClaim(types.CLAIM_TYPE_OCCUPANTS, 11)
	require.False(t, found)
}

func TestParams(t *testing.T) {
	require.NoError(t, types.DefaultParams().Validate())
	tests := []struct {
		name   string
		change func(*types.Params)
		valid  bool
	}{
		{name: "a batch of none", change: func(p *types.Params) { p.MaxReadingsPerBatch = 0 }},
		{name: "a batch of one", change: func(p *types.Params) { p.MaxReadingsPerBatch = 1 }, valid: true},
		{name: "the largest batch", change: func(p *types.Params) { p.MaxReadingsPerBatch = 4_096 }, valid: true},
		{name: "a batch too large", change: func(p *types.Params) { p.MaxReadingsPerBatch = 4_097 }},
		{name: "readings for nothing", change: func(p *types.Params) { p.GasPerReading = 0 }},
		{name: "the cheapest readings", change: func(p *types.Params) { p.GasPerReading = 1 }, valid: true},
		{name: "the dearest readings", change: func(p *types.Params) { p.GasPerReading = 1_000_000 }, valid: true},
		{name: "readings too dear", change: func(p *types.Params) { p.GasPerReading = 1_000_001 }},
		{name: "no drift", change: func(p *types.Params) { p.MaxClockDriftSeconds = 0 }, valid: true},
		{name: "an hour of drift", change: func(p *types.Params) { p.MaxClockDriftSeconds = 3_600 }, valid: true},
		{name: "too much drift", change: func(p *types.Params) { p.MaxClockDriftSeconds = 3_601 }},
		{name: "readings of an hour", change: func(p *types.Params) { p.MaxReadingAgeSeconds = 3_600 }, valid: true},
		{name: "readings of less", change: func(p *types.Params) { p.MaxReadingAgeSeconds = 3_599 }},
		{name: "readings of a year", change: func(p *types.Params) { p.MaxReadingAgeSeconds = 31_536_000 }, valid: true},
		{name: "readings of more", change: func(p *types.Params) { p.MaxReadingAgeSeconds = 31_536_001 }},
		{name: "an hour to veto", change: func(p *types.Params) { p.VetoSeconds = 3_600 }, valid: true},
		{name: "no time to veto", change: func(p *types.Params) { p.VetoSeconds = 3_599 }},
		{name: "30 days to veto", change: func(p *types.Params) { p.VetoSeconds = 2_592_000 }, valid: true},
		{name: "unbounded time to veto", change: func(p *types.Params) { p.VetoSeconds = 1<<64 - 1 }},
		{name: "an hour to accept", change: func(p *types.Params) { p.AcceptanceSeconds = 3_600 }, valid: true},
		{name: "no time to accept", change: func(p *types.Params) { p.AcceptanceSeconds = 3_599 }},
		{name: "90 days to accept", change: func(p *types.Params) { p.AcceptanceSeconds = 7_776_000 }, valid: true},
		{name: "too much time to accept", change: func(p *types.Params) { p.AcceptanceSeconds = 7_776_001 }},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			p := types.DefaultParams()
			tc.change(&p)
			if tc.valid {
				require.NoError(t, p.Validate())
				return
			}
			require.ErrorIs(t, p.Validate(), types.ErrInvalidParams)
		})
	}
}

func TestMayAdvance(t *testing.T) {
	require.True(t, types.DIRECTION_CONSUMPTION.MayAdvance(1, 0))
	require.False(t, types.DIRECTION_CONSUMPTION.MayAdvance(0, 1))
	require.True(t, types.DIRECTION_PRODUCTION.MayAdvance(0, 1))
	require.False(t, types.DIRECTION_PRODUCTION.MayAdvance(1, 0))
	require.True(t, types.DIRECTION_BIDIRECTIONAL.MayAdvance(1, 1))
}
