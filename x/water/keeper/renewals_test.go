package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/types"
)

var renewing = types.Policy{AutoRenew: true}

func TestRenewal(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	slot := f.household(area, "alice", 3)
	require.NoError(t, f.keeper.SetPolicyOf(f.ctx, area, slot, renewing, f.deposit(7)))
	f.endBlock()
	require.Equal(t, uint64(1), f.holdingOf(area, slot).NextPeriod, "at once, because a period enrols")
	require.Equal(t, uint64(4), f.accountOf(area, slot).Prepaid)
	require.True(t, events[*types.EventSubscribed](f)[0].ByPolicy)

	f.pass(start(0))
	f.pass(start(1) - enrolment)
	require.Equal(t, uint64(2), f.holdingOf(area, slot).NextPeriod)
	require.Equal(t, uint64(1), f.accountOf(area, slot).Prepaid)

	f.pass(start(1))
	f.pass(start(2) - enrolment)
	failed := events[*types.EventRenewalFailed](f)
	require.Len(t, failed, 1, "1 does not pay for 3 persons")
	require.Equal(t, []any{uint64(2), ueur(3), uint64(1)}, []any{failed[0].Period, failed[0].Fee, failed[0].Prepaid})
	require.Equal(t, uint64(0), f.holdingOf(area, slot).NextPeriod)

	require.NoError(t, f.keeper.SetPolicyOf(f.ctx, area, slot, types.Policy{}, 1+f.deposit(5)))
	require.NoError(t, f.keeper.SetPolicyOf(f.ctx, area, slot, renewing, 6))
	f.endBlock()
	require.Equal(t, uint64(3), f.holdingOf(area, slot).NextPeriod)
	f.pass(start(2))
	require.Len(t, f.due(types.KindRenew), 1, "however often it was turned on")
	f.pass(start(3) - enrolment)
	require.Equal(t, uint64(0), f.accountOf(area, slot).Prepaid)
}

func TestRenewalEnds(t *testing.T) {
	tests := []struct {
		name string
		then func(f *fixture, area, slot uint64)
	}{
		{
			name: "when it is turned off",
			then: func(f *fixture, area, slot uint64) {
				require.NoError(f.t, f.keeper.SetPolicyOf(f.ctx, area, slot, types.Policy{}, 100))
			},
		},
		{name: "when the area closes", then: func(f *fixture, area, _ uint64) { f.closeArea(area) }},
		{name: "when the meter is retired", then: func(f *fixture, area, slot uint64) { f.retire(f.accountOf(area, slot).Meter) }},
		{name: "when the household moves out", then: func(f *fixture, area, _ uint64) { f.moveOut(area, "alice") }},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			area := f.create(village())
			slot := f.household(area, "alice", 1)
			require.NoError(t, f.keeper.SetPolicyOf(f.ctx, area, slot, renewing, f.deposit(100)))
			tc.then(f, area, slot)
			f.endBlock()
			require.Zero(t, f.holdingOf(area, slot).NextPeriod)
			require.Empty(t, f.due(types.KindRenew))
		})
	}
}
