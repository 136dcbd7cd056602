package types_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

func TestDatesOfAnArea(t *testing.T) {
	a := types.Area{CreatedAt: 1_000, PeriodSeconds: 100, EnrolmentSeconds: 30, AuctionSeconds: 60}
	tests := []struct {
		name   string
		period uint64

		wantOpens, wantStart, wantEnd int64
	}{
		{name: "the first enrolment opens with the area", period: 1, wantOpens: 1_000, wantStart: 1_030, wantEnd: 1_130},
		{name: "the next one opens while the first period runs", period: 2, wantOpens: 1_100, wantStart: 1_130, wantEnd: 1_230},
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

	require.Equal(t, int64(60), a.NextAuction(0))
	require.Equal(t, int64(60), a.NextAuction(59))
	require.Equal(t, int64(120), a.NextAuction(60), "an auction that is held now is not the next one")
	require.Equal(t, types.MaxTime, a.NextAuction(types.MaxTime))
}

func TestConsent(t *testing.T) {
	tests := []struct {
		name    string
		account types.Account
		from    int64
		spent   uint64

		want       bool
		wantLitres uint64
	}{
		{name: "without an end or a limit all counts", account: types.Account{ApprovedAt: 10}, from: 10, want: true, wantLitres: math.MaxUint64},
		{name: "a reading that begins before the approval does not", account: types.Account{ApprovedAt: 10}, from: 9, wantLitres: math.MaxUint64},
		{name: "a reading that begins before the end does", account: types.Account{Until: 90}, from: 89, want: true, wantLitres: math.MaxUint64},
		{name: "a reading that begins at the end does not", account: types.Account{Until: 90}, from: 90, wantLitres: math.MaxUint64},
		{name: "a limit leaves the unspent litres", account: types.Account{LimitLitres: 7}, spent: 3, want: true, wantLitres: 4},
		{name: "a limit that is passed leaves nothing", account: types.Account{LimitLitres: 7}, spent: 8, want: true},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, tc.account.Consents(tc.from))
			require.Equal(t, tc.wantLitres, tc.account.SpendableLitres(tc.spent))
		})
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
	p := types.Purse{Prepaid: 1, Escrow: 20, Pots: 300, Stabilisation: 4_000, Payable: 50_000}
	require.Equal(t, uint64(54_321), p.Total())
}
