package types_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

func TestDatesOfAnArea(t *testing.T) {
	a := types.Area{CreatedAt: 1_000, PeriodSeconds: 100, EnrolmentSeconds: 30, Terms: types.Terms{AuctionSeconds: 60}}
	tests := []struct {
		name   string
		period uint64

		wantOpens, wantStart, wantEnd int64
	}{
		{name: "the first enrolment leaves time to name sources", period: 1, wantOpens: 1_030, wantStart: 1_060, wantEnd: 1_160},
		{name: "the next one opens while the first period runs", period: 2, wantOpens: 1_130, wantStart: 1_160, wantEnd: 1_260},
		{
			name: "no period starts after the end of time", period: math.MaxUint64,
			wantOpens: types.MaxTime - 30, wantStart: types.MaxTime, wantEnd: types.MaxTime,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.wantOpens, a.EnrolmentOpens(tc.period))
			require.Equal(t, tc.wantStart, a.PeriodStart(tc.period))
			require.Equal(t, tc.wantEnd, a.PeriodEnd(tc.period))
		})
	}

	for now, want := range map[int64]uint64{0: 1, 1_059: 1, 1_060: 2, 1_159: 2, 1_160: 3} {
		require.Equal(t, want, a.NextPeriod(now), now)
	}
	require.Equal(t, int64(60), a.NextAuction(0))
	require.Equal(t, int64(60), a.NextAuction(59))
	require.Equal(t, int64(120), a.NextAuction(60), "an auction that is held now is not the next one")
	require.Equal(t, types.MaxTime, a.NextAuction(types.MaxTime))
}

func TestConsent(t *testing.T) {
	tests := []struct {
		name    string
		account types.Account
		now     int64
		spent   uint64

		want       bool
		wantLitres uint64
	}{
		{name: "without an end or a limit the valve lets all through", now: 10, want: true, wantLitres: math.MaxUint64},
		{name: "before the end it is open", account: types.Account{Until: 90}, now: 89, want: true, wantLitres: math.MaxUint64},
		{name: "at the end it closes", account: types.Account{Until: 90}, now: 90, wantLitres: math.MaxUint64},
		{name: "a limit leaves the unspent litres", account: types.Account{LimitLitres: 7}, spent: 3, want: true, wantLitres: 4},
		{name: "a limit that is passed leaves nothing", account: types.Account{LimitLitres: 7}, spent: 8, want: true},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, tc.account.ConsentsAt(tc.now))
			require.Equal(t, tc.wantLitres, tc.account.SpendableLitres(tc.spent))
		})
	}
}

func TestServedTime(t *testing.T) {
	p := types.Period{StartsAt: 100, EndsAt: 200}
	for ended, want := range map[int64]uint64{0: 100, 50: 0, 100: 0, 130: 30, 200: 100, 900: 100} {
		require.Equal(t, want, types.Source{EndedAt: ended}.Served(p), ended)
	}
}

func TestSlotsOfBindings(t *testing.T) {
	id, isSource := types.SourceOf(types.Source{Id: 7}.BindingSlot())
	require.True(t, isSource)
	require.Equal(t, uint64(7), id)

	slot, isSource := types.SourceOf(7)
	require.False(t, isSource)
	require.Equal(t, uint64(7), slot)
}

func TestDenom(t *testing.T) {
	for _, id := range []uint64{1, 17, math.MaxUint64} {
		denom := types.Denom(id)
		require.NoError(t, sdk.ValidateDenom(denom))
		require.True(t, types.IsWaterDenom(denom))
		require.NoError(t, types.DenomMetadata(types.Area{Id: id, Denom: denom}).Validate())
	}
	require.Equal(t, "hbt/17", types.Denom(17))
	for _, denom := range []string{"ueur", "hbt", "xhbt/1", "ibc/hbt/1", "HBT/1", ""} {
		require.False(t, types.IsWaterDenom(denom), denom)
	}
}

func TestSumsOfALedgerAndAPurse(t *testing.T) {
	l := types.Ledger{SupplyLitres: 9_999, ReserveLitres: 1, LifelineLitres: 20, UnsettledLitres: 300, EscrowLitres: 4_000}
	require.Equal(t, uint64(4_321), l.ModuleLitres())
	p := types.Purse{Prepaid: 1, Escrow: 20, Pots: 300, Refunds: 4_000, Payable: 50_000}
	require.Equal(t, uint64(54_321), p.Total())
}
