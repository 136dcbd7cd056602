package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestStatuses(t *testing.T) {
	tests := []struct {
		name   string
		status types.GeneratorStatus

		final, funded, refunds, job bool
	}{
		{name: "open for bids", status: types.GENERATOR_STATUS_OPEN_FOR_BIDS},
		{name: "awaiting acceptance", status: types.GENERATOR_STATUS_AWAITING_ACCEPTANCE},
		{name: "expired", status: types.GENERATOR_STATUS_EXPIRED, final: true},
		{name: "funding", status: types.GENERATOR_STATUS_FUNDING, job: true},
		{name: "to be installed", status: types.GENERATOR_STATUS_PENDING_INSTALL, funded: true, job: true},
		{name: "installed", status: types.GENERATOR_STATUS_INSTALLED, funded: true, job: true},
		{name: "on trial", status: types.GENERATOR_STATUS_ON_TRIAL, funded: true, job: true},
		{name: "active", status: types.GENERATOR_STATUS_ACTIVE, funded: true},
		{name: "retired", status: types.GENERATOR_STATUS_RETIRED, final: true, funded: true},
		{name: "refunding", status: types.GENERATOR_STATUS_REFUNDING, final: true, refunds: true},
		{name: "defaulted", status: types.GENERATOR_STATUS_DEFAULTED, final: true, refunds: true},
	}
	require.Len(t, tests, len(types.GeneratorStatus_name)-1)
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.final, tc.status.IsFinal())
			require.Equal(t, tc.funded, tc.status.IsFunded())
			require.Equal(t, tc.refunds, tc.status.Refunds())
			require.Equal(t, tc.job, tc.status.HasOpenJob())
		})
	}
}

func TestGeneratorBeforeAndAfterItsBid(t *testing.T) {
	g := types.Generator{Request: types.Request{UnitSize: 1_000}, Status: types.GENERATOR_STATUS_OPEN_FOR_BIDS}
	require.Empty(t, g.Provider())
	require.Zero(t, g.LifeUntil())
	require.Zero(t, g.SharesLeft())

	g.Bid, g.Status, g.Shares = &types.Bid{Provider: "builder", LifeDays: 2}, types.GENERATOR_STATUS_FUNDING, 9_990
	require.Equal(t, "builder", g.Provider())
	require.Equal(t, uint64(10), g.SharesLeft())
	require.Zero(t, g.LifeUntil(), "it has no life before it is commissioned")

	g.CommissionedAt = 100
	require.Equal(t, int64(172_900), g.LifeUntil())
	require.Equal(t, uint64(1), g.DeliveredUnits(types.Purse{Delivered: 1_999}), "the rest of a unit waits")
}

func TestHolding(t *testing.T) {
	h := types.Holding{Generator: 1, Account: "ann", Shares: 10, Listed: 3, LeasedOut: 2}
	require.Equal(t, uint64(8), h.Weight(), "what is listed earns for its owner, what is leased for its lease")
	require.Equal(t, uint64(5), h.FreeShares())
	require.False(t, h.IsEmpty())
	require.True(t, types.Holding{Generator: 1, Account: "ann", Last: 7}.IsEmpty())
	require.False(t, types.Holding{Generator: 1, Account: "ann", Withdrawn: 1}.IsEmpty(), "what was earned is remembered")
}

func TestAllSharesAtTheHighestPriceFitAnAmount(t *testing.T) {
	require.LessOrEqual(t, types.TotalShares*types.MaxPricePerShare, types.MaxAmount)
	require.Equal(t, types.MaxAmount, types.MaxUnits*types.MaxPrice)
}
