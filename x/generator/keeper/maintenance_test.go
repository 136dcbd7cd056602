package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

// claim is the mayor's wish to pay the smith.
func claim(generator uint64, amount sdk.Coin) types.MsgClaimMaintenance {
	return types.MsgClaimMaintenance{
		Requester: account("mayor"), Generator: generator, Recipient: account("smith"), Amount: amount, Purpose: "a new belt",
	}
}

// releaseOf is the judge's answer to it.
func releaseOf(generator uint64, amount sdk.Coin) types.MsgReleaseMaintenance {
	return types.MsgReleaseMaintenance{Arbiter: account("judge"), Generator: generator, Recipient: account("smith"), Amount: amount}
}

func TestMaintenanceMoneyNeedsTwo(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	f.buy(id, 5, 0) // 50,000 for maintenance, besides the 1,000,000 of the commissioning
	require.Equal(t, uint64(1_050_000), f.booksOf(id).MaintenanceUsolar)
	require.Equal(t, uint64(surplus), f.booksOf(id).Maintenance)

	done(f, f.msgs.ClaimMaintenance, claim(id, usolar(1_050_000)))
	require.Zero(t, f.balance("smith", types.SolarDenom), "nothing is paid before the arbiter agrees")
	got, err := f.queries.MaintenanceClaim(f.ctx, &types.QueryMaintenanceClaimRequest{Generator: id})
	require.NoError(t, err)
	require.Equal(t, types.MaintenanceClaim{
		Generator: id, Recipient: account("smith"), Amount: usolar(1_050_000), Purpose: "a new belt", ClaimedAt: f.now(),
	}, got.Claim)

	done(f, f.msgs.ClaimMaintenance, claim(id, usolar(1_000_000))) // in the place of the first
	refused(f, f.msgs.ReleaseMaintenance, releaseOf(id, usolar(1_050_000)), types.ErrClaimDiffers)
	done(f, f.msgs.ReleaseMaintenance, releaseOf(id, usolar(1_000_000)))
	require.Equal(t, int64(1_000_000), f.balance("smith", types.SolarDenom))
	require.Equal(t, uint64(50_000), f.booksOf(id).MaintenanceUsolar)
	refused(f, f.msgs.ReleaseMaintenance, releaseOf(id, usolar(1_000_000)), types.ErrClaimNotFound)
	_, err = f.queries.MaintenanceClaim(f.ctx, &types.QueryMaintenanceClaimRequest{Generator: id})
	require.ErrorIs(t, err, types.ErrClaimNotFound)

	f.retire(id)
	done(f, f.msgs.ClaimMaintenance, claim(id, ueur(surplus)))
	done(f, f.msgs.ReleaseMaintenance, releaseOf(id, ueur(surplus)))
	require.Equal(t, int64(surplus), f.balance("smith", "ueur"), "the surplus of the funding, to take it down")
	require.Len(t, events[*types.EventMaintenanceReleased](f), 2)
}

func TestARefusedClaimIsGone(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	before := f.booksOf(id)
	done(f, f.msgs.ClaimMaintenance, claim(id, usolar(1)))
	require.Equal(t, usolar(1), events[*types.EventMaintenanceClaimed](f)[0].Claim.Amount)
	msg := releaseOf(id, usolar(1))
	msg.Refuse = true
	done(f, f.msgs.ReleaseMaintenance, msg)
	require.Equal(t, before, f.booksOf(id))
	require.Zero(t, f.balance("smith", types.SolarDenom))
	require.True(t, events[*types.EventMaintenanceReleased](f)[0].Refused)
	refused(f, f.msgs.ReleaseMaintenance, msg, types.ErrClaimNotFound)
}

func TestWhereBothDenomsAreOneBothBucketsServe(t *testing.T) {
	f := newFixture(t)
	msg := kWh()
	msg.PaymentDenom = types.SolarDenom
	id, _ := f.sells(msg)
	refused(f, f.msgs.ClaimMaintenance, claim(id, usolar(1_000_000+surplus+1)), types.ErrMaintenanceShort)
	done(f, f.msgs.ClaimMaintenance, claim(id, usolar(1_000_001)))
	done(f, f.msgs.ReleaseMaintenance, releaseOf(id, usolar(1_000_001)))
	b := f.booksOf(id)
	require.Equal(t, []uint64{0, surplus - 1}, []uint64{b.MaintenanceUsolar, b.Maintenance}, "that of the revenue goes first")
}

func TestClaimMaintenanceRefuses(t *testing.T) {
	tests := []struct {
		name   string
		stage  string
		change func(*types.MsgClaimMaintenance)

		wantErr error
	}{
		{name: "a signer that is no address", change: func(m *types.MsgClaimMaintenance) { m.Requester = "mayor" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a recipient that is no address", change: func(m *types.MsgClaimMaintenance) { m.Recipient = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a generator that does not exist", change: func(m *types.MsgClaimMaintenance) { m.Generator = 9 }, wantErr: types.ErrGeneratorNotFound},
		{name: "another than the requester", change: func(m *types.MsgClaimMaintenance) { m.Requester = account("judge") }, wantErr: types.ErrNotRequester},
		{name: "another denom", change: func(m *types.MsgClaimMaintenance) { m.Amount.Denom = "uutl" }, wantErr: types.ErrWrongDenom},
		{name: "nothing", change: func(m *types.MsgClaimMaintenance) { m.Amount.Amount = sdkmath.ZeroInt() }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "less than nothing", change: func(m *types.MsgClaimMaintenance) { m.Amount.Amount = sdkmath.NewInt(-1) }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "one more than there is", change: func(m *types.MsgClaimMaintenance) { m.Amount = usolar(1_000_001) }, wantErr: types.ErrMaintenanceShort},
		{name: "one more of the surplus than there is", change: func(m *types.MsgClaimMaintenance) { m.Amount = ueur(surplus + 1) }, wantErr: types.ErrMaintenanceShort},
		{name: "the most there can be", change: func(m *types.MsgClaimMaintenance) { m.Amount = usolar(int64(types.MaxAmount)) }, wantErr: types.ErrMaintenanceShort},
		{name: "more than there can be", change: func(m *types.MsgClaimMaintenance) { m.Amount = usolar(int64(types.MaxAmount) + 1) }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "for nothing that is said", change: func(m *types.MsgClaimMaintenance) { m.Purpose = "" }, wantErr: sdkerrors.ErrInvalidRequest},
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
			msg := claim(id, usolar(1))
			if tc.change != nil {
				tc.change(&msg)
			}
			refused(f, f.msgs.ClaimMaintenance, msg, tc.wantErr)
		})
	}
}

func TestReleaseMaintenanceRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgReleaseMaintenance)

		wantErr error
	}{
		{name: "a signer that is no address", change: func(m *types.MsgReleaseMaintenance) { m.Arbiter = "judge" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a recipient that is no address", change: func(m *types.MsgReleaseMaintenance) { m.Recipient = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a generator that does not exist", change: func(m *types.MsgReleaseMaintenance) { m.Generator = 9 }, wantErr: types.ErrGeneratorNotFound},
		{name: "another than the arbiter", change: func(m *types.MsgReleaseMaintenance) { m.Arbiter = account("mayor") }, wantErr: types.ErrNotArbiter},
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
			done(f, f.msgs.ClaimMaintenance, claim(id, usolar(5)))
			msg := releaseOf(id, usolar(5))
			tc.change(&msg)
			refused(f, f.msgs.ReleaseMaintenance, msg, tc.wantErr)
		})
	}
}
