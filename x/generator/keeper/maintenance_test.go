package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

// claimMessage returns the mayor's claim for the smith.
func claimMessage(generator uint64, amount sdk.Coin) types.MsgClaimMaintenance {
	return types.MsgClaimMaintenance{
		Requester: account("mayor"), Generator: generator, Recipient: account("smith"), Amount: amount, Purpose: "a new belt",
	}
}

// releaseMessage returns the judge's release of it.
func releaseMessage(generator uint64, amount sdk.Coin) types.MsgReleaseMaintenance {
	return types.MsgReleaseMaintenance{Arbiter: account("judge"), Generator: generator, Recipient: account("smith"), Amount: amount}
}

func TestMaintenanceMoneyNeedsTwo(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	f.buy(id, 5, 0) // 50,000 for maintenance, besides the 1,000,000 of the commissioning
	require.Equal(t, uint64(1_050_000), f.purseOf(id).MaintenanceUsolar)
	require.Equal(t, uint64(surplus), f.purseOf(id).Maintenance)

	mustSend(f, f.msgs.ClaimMaintenance, claimMessage(id, usolar(1_050_000)))
	require.Zero(t, f.balance("smith", types.SolarDenom), "nothing is paid before the arbiter releases it")
	got, err := f.queries.MaintenanceClaim(f.ctx, &types.QueryMaintenanceClaimRequest{Generator: id})
	require.NoError(t, err)
	require.Equal(t, types.MaintenanceClaim{
		Generator: id, Recipient: account("smith"), Amount: usolar(1_050_000), Purpose: "a new belt", ClaimedAt: f.now(),
	}, got.Claim)

	mustSend(f, f.msgs.ClaimMaintenance, claimMessage(id, usolar(1_000_000))) // in the place of the first
	mustRefuse(f, f.msgs.ReleaseMaintenance, releaseMessage(id, usolar(1_050_000)), types.ErrClaimDiffers)
	mustSend(f, f.msgs.ReleaseMaintenance, releaseMessage(id, usolar(1_000_000)))
	require.Equal(t, int64(1_000_000), f.balance("smith", types.SolarDenom))
	require.Equal(t, uint64(50_000), f.purseOf(id).MaintenanceUsolar)
	mustRefuse(f, f.msgs.ReleaseMaintenance, releaseMessage(id, usolar(1_000_000)), types.ErrClaimNotFound)
	_, err = f.queries.MaintenanceClaim(f.ctx, &types.QueryMaintenanceClaimRequest{Generator: id})
	require.ErrorIs(t, err, types.ErrClaimNotFound)

	f.retire(id)
	mustSend(f, f.msgs.ClaimMaintenance, claimMessage(id, ueur(surplus)))
	mustSend(f, f.msgs.ReleaseMaintenance, releaseMessage(id, ueur(surplus)))
	require.Equal(t, int64(surplus), f.balance("smith", "ueur"), "the surplus of the funding, to take it down")
	require.Len(t, events[*types.EventMaintenanceReleased](f), 2)
}

func TestARefusedClaimIsGone(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	before := f.purseOf(id)
	mustSend(f, f.msgs.ClaimMaintenance, claimMessage(id, usolar(1)))
	require.Equal(t, usolar(1), events[*types.EventMaintenanceClaimed](f)[0].Claim.Amount)
	msg := releaseMessage(id, usolar(1))
	msg.Refuse = true
	mustSend(f, f.msgs.ReleaseMaintenance, msg)
	require.Equal(t, before, f.purseOf(id))
	require.Zero(t, f.balance("smith", types.SolarDenom))
	require.True(t, events[*types.EventMaintenanceReleased](f)[0].Refused)
	mustRefuse(f, f.msgs.ReleaseMaintenance, msg, types.ErrClaimNotFound)
}

func TestWhereBothDenomsAreOneBothBucketsServe(t *testing.T) {
	f := newFixture(t)
	msg := kWhRequest()
	msg.PaymentDenom = types.SolarDenom
	id, _ := f.newOnTrial(msg)
	mustRefuse(f, f.msgs.ClaimMaintenance, claimMessage(id, usolar(1_000_000+surplus+1)), types.ErrMaintenanceShort)
	mustSend(f, f.msgs.ClaimMaintenance, claimMessage(id, usolar(1_000_001)))
	mustSend(f, f.msgs.ReleaseMaintenance, releaseMessage(id, usolar(1_000_001)))
	purse := f.purseOf(id)
	require.Equal(t, []uint64{0, surplus - 1}, []uint64{purse.MaintenanceUsolar, purse.Maintenance}, "that of the revenue goes first")
}

func TestClaimMaintenanceRefuses(t *testing.T) {
	tests := []struct {
		name   string
		stage  string
		change func(*types.MsgClaimMaintenance)

		wantErr error
	}{
		{name: "a signer with an invalid address", change: func(m *types.MsgClaimMaintenance) { m.Requester = "mayor" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a recipient with an invalid address", change: func(m *types.MsgClaimMaintenance) { m.Recipient = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a generator that does not exist", change: func(m *types.MsgClaimMaintenance) { m.Generator = 9 }, wantErr: types.ErrGeneratorNotFound},
		{name: "a signer other than the requester", change: func(m *types.MsgClaimMaintenance) { m.Requester = account("judge") }, wantErr: types.ErrNotRequester},
		{name: "another denom", change: func(m *types.MsgClaimMaintenance) { m.Amount.Denom = "uutl" }, wantErr: types.ErrWrongDenom},
		{name: "nothing", change: func(m *types.MsgClaimMaintenance) { m.Amount.Amount = sdkmath.ZeroInt() }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a negative amount", change: func(m *types.MsgClaimMaintenance) { m.Amount.Amount = sdkmath.NewInt(-1) }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "one more than there is", change: func(m *types.MsgClaimMaintenance) { m.Amount = usolar(1_000_001) }, wantErr: types.ErrMaintenanceShort},
		{name: "one more of the surplus than there is", change: func(m *types.MsgClaimMaintenance) { m.Amount = ueur(surplus + 1) }, wantErr: types.ErrMaintenanceShort},
		{name: "the maximum amount", change: func(m *types.MsgClaimMaintenance) { m.Amount = usolar(int64(types.MaxAmount)) }, wantErr: types.ErrMaintenanceShort},
		{name: "more than the maximum amount", change: func(m *types.MsgClaimMaintenance) { m.Amount = usolar(int64(types.MaxAmount) + 1) }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "without a purpose", change: func(m *types.MsgClaimMaintenance) { m.Purpose = "" }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "before it is commissioned", stage: "installed", wantErr: types.ErrWrongStatus},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := uint64(1)
			if tc.stage == "installed" {
				f.installed()
			} else {
				f.village()
			}
			msg := claimMessage(id, usolar(1))
			if tc.change != nil {
				tc.change(&msg)
			}
			mustRefuse(f, f.msgs.ClaimMaintenance, msg, tc.wantErr)
		})
	}
}

func TestReleaseMaintenanceRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgReleaseMaintenance)

		wantErr error
	}{
		{name: "a signer with an invalid address", change: func(m *types.MsgReleaseMaintenance) { m.Arbiter = "judge" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a recipient with an invalid address", change: func(m *types.MsgReleaseMaintenance) { m.Recipient = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a generator that does not exist", change: func(m *types.MsgReleaseMaintenance) { m.Generator = 9 }, wantErr: types.ErrGeneratorNotFound},
		{name: "a signer other than the arbiter", change: func(m *types.MsgReleaseMaintenance) { m.Arbiter = account("mayor") }, wantErr: types.ErrNotArbiter},
		{name: "another recipient", change: func(m *types.MsgReleaseMaintenance) { m.Recipient = account("judge") }, wantErr: types.ErrClaimDiffers},
		{name: "another amount", change: func(m *types.MsgReleaseMaintenance) { m.Amount = usolar(4) }, wantErr: types.ErrClaimDiffers},
		{name: "another denom", change: func(m *types.MsgReleaseMaintenance) { m.Amount = ueur(5) }, wantErr: types.ErrClaimDiffers},
		{name: "to refuse another amount", change: func(m *types.MsgReleaseMaintenance) { m.Amount, m.Refuse = usolar(4), true }, wantErr: types.ErrClaimDiffers},
		{name: "nothing", change: func(m *types.MsgReleaseMaintenance) { m.Amount.Amount = sdkmath.ZeroInt() }, wantErr: sdkerrors.ErrInvalidRequest},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.village()
			mustSend(f, f.msgs.ClaimMaintenance, claimMessage(id, usolar(5)))
			msg := releaseMessage(id, usolar(5))
			tc.change(&msg)
			mustRefuse(f, f.msgs.ReleaseMaintenance, msg, tc.wantErr)
		})
	}
}
