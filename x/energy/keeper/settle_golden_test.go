package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/apportion"
)

// evenEpoch returns the first epoch from one on whose offset is 0 for weights up to maxWeight.
func evenEpoch(from, maxWeight uint64) uint64 {
	for apportion.Offset(from, maxWeight) != 0 {
		from++
	}
	return from
}

func TestGoldenCases(t *testing.T) {
	tests := []struct {
		name string
		key  types.AllocationKey
		nets []int64

		want  []int64
		deeds []types.Deed
	}{
		{
			name: "DYNAMIC with more supply than demand leaves nothing of the demand",
			key:  types.ALLOCATION_KEY_DYNAMIC,
			nets: []int64{200, 100, -100, -100},

			want: []int64{67, 33, 0, 0},
			deeds: []types.Deed{
				{FromSlot: 0, ToSlot: 2, EnergyWh: 100},
				{FromSlot: 0, ToSlot: 3, EnergyWh: 33},
				{FromSlot: 1, ToSlot: 3, EnergyWh: 67},
			},
		},
		{
			name: "PERCENT with more supply than demand leaves a little of the demand",
			key:  types.ALLOCATION_KEY_PERCENT,
			nets: []int64{200, 100, -100, -100},

			want: []int64{68, 34, 0, -2},
			deeds: []types.Deed{
				{FromSlot: 0, ToSlot: 2, EnergyWh: 100},
				{FromSlot: 0, ToSlot: 3, EnergyWh: 32},
				{FromSlot: 1, ToSlot: 3, EnergyWh: 66},
			},
		},
		{
			name: "DYNAMIC with more demand than supply leaves nothing of the supply",
			key:  types.ALLOCATION_KEY_DYNAMIC,
			nets: []int64{100, 100, -200, -100},

			want: []int64{0, 0, -67, -33},
			deeds: []types.Deed{
				{FromSlot: 0, ToSlot: 2, EnergyWh: 100},
				{FromSlot: 1, ToSlot: 2, EnergyWh: 33},
				{FromSlot: 1, ToSlot: 3, EnergyWh: 67},
			},
		},
		{
			name: "PERCENT with more demand than supply leaves a little of the supply",
			key:  types.ALLOCATION_KEY_PERCENT,
			nets: []int64{100, 100, -200, -100},

			want: []int64{0, 2, -68, -34},
			deeds: []types.Deed{
				{FromSlot: 0, ToSlot: 2, EnergyWh: 100},
				{FromSlot: 1, ToSlot: 2, EnergyWh: 32},
				{FromSlot: 1, ToSlot: 3, EnergyWh: 66},
			},
		},
		{
			name: "DYNAMIC with seven members",
			key:  types.ALLOCATION_KEY_DYNAMIC,
			nets: []int64{50, 70, 40, 40, -200, -100, -25},

			want: []int64{0, 0, 0, 0, -77, -39, -9},
			deeds: []types.Deed{
				{FromSlot: 0, ToSlot: 4, EnergyWh: 50},
				{FromSlot: 1, ToSlot: 4, EnergyWh: 70},
				{FromSlot: 2, ToSlot: 4, EnergyWh: 3},
				{FromSlot: 2, ToSlot: 5, EnergyWh: 37},
				{FromSlot: 3, ToSlot: 5, EnergyWh: 24},
				{FromSlot: 3, ToSlot: 6, EnergyWh: 16},
			},
		},
		{
			name: "PERCENT with seven members",
			key:  types.ALLOCATION_KEY_PERCENT,
			nets: []int64{50, 70, 40, 40, -200, -100, -25},

			want: []int64{0, 0, 0, 4, -78, -40, -11},
			deeds: []types.Deed{
				{FromSlot: 0, ToSlot: 4, EnergyWh: 50},
				{FromSlot: 1, ToSlot: 4, EnergyWh: 70},
				{FromSlot: 2, ToSlot: 4, EnergyWh: 2},
				{FromSlot: 2, ToSlot: 5, EnergyWh: 38},
				{FromSlot: 3, ToSlot: 5, EnergyWh: 22},
				{FromSlot: 3, ToSlot: 6, EnergyWh: 14},
			},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			msg := village()
			msg.Key = tc.key
			community := f.create(msg)
			for i := range tc.nets {
				f.join(community, fmt.Sprintf("member %d", i))
			}
			epoch := evenEpoch(noonEpoch+1, 1_000)
			f.at(int64(epoch+1) * quarter)
			f.report(community, epoch, tc.nets...)
			f.settle(epoch)

			require.Equal(t, tc.want, f.residuals(community, epoch, len(tc.nets)))
			resp, err := f.queries.Deeds(f.ctx, &types.QueryDeedsRequest{Community: community, Epoch: epoch})
			require.NoError(t, err)
			require.Equal(t, tc.deeds, resp.Deeds)
		})
	}
}

func TestCarryAddsToTheNextEpoch(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.Key, msg.Residual = types.ALLOCATION_KEY_PERCENT, types.RESIDUAL_CARRY
	community := f.create(msg)
	nets := []int64{200, 100, -100, -100}
	for i := range nets {
		f.join(community, fmt.Sprintf("member %d", i))
	}

	for _, epoch := range []uint64{noonEpoch + 1, noonEpoch + 2} {
		f.at(int64(epoch+1) * quarter)
		f.report(community, epoch, nets...)
		f.settle(epoch)
	}

	require.Equal(t, []int64{68, 34, 0, -2}, f.residuals(community, noonEpoch+1, 4))
	require.Equal(t, []int64{135, 68, 0, -3}, f.residuals(community, noonEpoch+2, 4))
	require.Equal(t, int64(135), f.memberOf(community, 0).Wallet.CarryWh)
	require.Equal(t, int64(-3), f.memberOf(community, 3).Wallet.CarryWh)
}
