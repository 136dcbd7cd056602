package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// replacement is the valid proposal that a meter of the fixture gives way to another one, a minute after noon.
func replacement(goes, comes uint64) *types.MsgReplaceMeter {
	return &types.MsgReplaceMeter{
		Issuer: account("issuer"), Meter: goes, NewMeter: comes, Closing: step(1), Opening: types.Registers{Time: noon + 60},
	}
}

func (f *fixture) proposedReplacement(status types.MeterStatus) (goes, comes uint64) {
	f.t.Helper()
	goes, comes = f.in(status, "S1"), f.registered("S2")
	_, err := f.msgs.ReplaceMeter(f.ctx, replacement(goes, comes))
	require.NoError(f.t, err)
	return goes, comes
}

func TestReplaceMeter(t *testing.T) {
	f := newFixture(t)
	goes, comes := f.proposedReplacement(types.METER_STATUS_ACTIVE)
	f.emitted(&types.EventReplacementProposed{Meter: goes, NewMeter: comes, ExpiresAt: noon + 14*day})
	require.Equal(t, types.METER_STATUS_ACTIVE, f.meter(goes).Status, "nothing changes before the owner accepts")
	f.sound()
}

func TestReplaceMeterIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		status types.MeterStatus // of the one that goes; ACTIVE if nothing is said
		comes  types.MeterStatus // of the one that comes; REGISTERED if nothing is said
		twin   func(*types.MsgRegisterMeter)
		after  string
		change func(*types.MsgReplaceMeter)

		wantErr error
	}{
		{name: "by its owner", change: func(m *types.MsgReplaceMeter) { m.Issuer = account("owner") }, wantErr: types.ErrNotIssuer},
		{name: "without a signer", change: func(m *types.MsgReplaceMeter) { m.Issuer = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "by a revoked issuer", after: "revocation", wantErr: types.ErrIssuerInactive},
		{name: "of meter 0", change: func(m *types.MsgReplaceMeter) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "of no meter", change: func(m *types.MsgReplaceMeter) { m.Meter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "by meter 0", change: func(m *types.MsgReplaceMeter) { m.NewMeter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "by no meter", change: func(m *types.MsgReplaceMeter) { m.NewMeter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "by itself", change: func(m *types.MsgReplaceMeter) { m.NewMeter = m.Meter }, wantErr: types.ErrMetersDiffer},
		{name: "before its activation", status: types.METER_STATUS_REGISTERED, wantErr: types.ErrWrongStatus},
		{name: "after its life", status: types.METER_STATUS_RETIRED, wantErr: types.ErrWrongStatus},
		{name: "by a meter that is in service", comes: types.METER_STATUS_ACTIVE, wantErr: types.ErrWrongStatus},
		{name: "by a retired meter", comes: types.METER_STATUS_RETIRED, wantErr: types.ErrWrongStatus},
		{name: "by a meter of another owner", twin: func(m *types.MsgRegisterMeter) { m.Owner = account("other") }, wantErr: types.ErrMetersDiffer},
		{name: "by a meter of another direction", twin: func(m *types.MsgRegisterMeter) { m.Direction = types.DIRECTION_PRODUCTION }, wantErr: types.ErrMetersDiffer},
		{name: "with a closing at a negative time", change: func(m *types.MsgReplaceMeter) { m.Closing.Time = -1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "with an opening at a negative time", change: func(m *types.MsgReplaceMeter) { m.Opening.Time = -1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "with an opening before the closing", change: func(m *types.MsgReplaceMeter) { m.Opening.Time = noon + 59 }, wantErr: types.ErrTimeOutOfRange},
		{name: "with an opening in the future", change: func(m *types.MsgReplaceMeter) { m.Opening.Time = noon + 61 }, wantErr: types.ErrTimeOutOfRange},
		{
			name:    "with a closing in the future",
			change:  func(m *types.MsgReplaceMeter) { m.Closing.Time, m.Opening.Time = noon+61, noon+61 },
			wantErr: types.ErrTimeOutOfRange,
		},
		{name: "with a closing before the last reading", change: func(m *types.MsgReplaceMeter) { m.Closing.Time = noon - 1 }, wantErr: types.ErrTimeOutOfRange},
		{name: "with a closing that goes back", change: func(m *types.MsgReplaceMeter) { m.Closing.ImportRegister = 0 }, wantErr: types.ErrRegistersGoBack},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			if tc.status == types.METER_STATUS_UNSPECIFIED {
				tc.status = types.METER_STATUS_ACTIVE
			}
			goes := f.in(tc.status, "S1")
			var comes uint64
			switch {
			case tc.twin != nil:
				twin := registration(ed("S2", 1), "S2")
				tc.twin(twin)
				r, err := f.msgs.RegisterMeter(f.ctx, twin)
				require.NoError(t, err)
				comes = r.Meter
			case tc.comes != types.METER_STATUS_UNSPECIFIED:
				comes = f.in(tc.comes, "S2")
			default:
				comes = f.registered("S2")
			}
			f.meanwhile(tc.after, "S1", goes)
			msg := replacement(goes, comes)
			if tc.change != nil {
				tc.change(msg)
			}
			before := f.export()
			_, err := f.msgs.ReplaceMeter(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

func TestReplaceMeterByOneOfAnotherMediumIsRefused(t *testing.T) {
	f := newFixture(t)
	msg := authorization()
	msg.Address, msg.Media = account("issuer"), []types.Medium{types.MEDIUM_ELECTRICITY, types.MEDIUM_WATER}
	_, err := f.msgs.AuthorizeIssuer(f.ctx, msg)
	require.NoError(t, err)
	goes := f.bound("S1")
	twin := registration(ed("S2", 1), "S2")
	twin.Medium = types.MEDIUM_WATER
	r, err := f.msgs.RegisterMeter(f.ctx, twin)
	require.NoError(t, err)
	before := f.export()
	_, err = f.msgs.ReplaceMeter(f.ctx, replacement(goes, r.Meter))
	f.refused(before, err, types.ErrMetersDiffer)
}

func TestAcceptReplacement(t *testing.T) {
	for _, status := range []types.MeterStatus{types.METER_STATUS_ACTIVE, types.METER_STATUS_SUSPENDED} {
		t.Run("of a meter that is "+status.String(), func(t *testing.T) {
			f := newFixture(t)
			goes, comes := f.proposedReplacement(status)
			_, err := f.msgs.AttestClaim(f.ctx, attestation(goes))
			require.NoError(t, err)
			_, err = f.msgs.RotateKey(f.ctx, rotationByIssuer("S1", goes))
			require.NoError(t, err)
			_, err = f.msgs.TransferMeter(f.ctx, transfer(goes))
			require.NoError(t, err)
			f.later(hour)
			old, young := f.meter(goes), f.meter(comes)

			_, err = f.msgs.AcceptReplacement(f.ctx, f.replacing(goes))
			require.NoError(t, err)

			after := young
			after.Status, after.Claims = types.METER_STATUS_ACTIVE, old.Claims
			after.Binding, after.BoundAt = old.Binding, old.BoundAt
			require.Equal(t, after, f.meter(comes))
			require.Equal(t, types.Registers{Time: noon + 60}, f.last(comes))
			gone := old
			gone.Status, gone.ReplacedBy, gone.Claims = types.METER_STATUS_RETIRED, comes, nil
			gone.Binding, gone.BoundAt = types.Binding{}, 0
			require.Equal(t, gone, f.meter(goes))
			require.Equal(t, step(1), f.last(goes))
			require.Equal(t, []string{"readings", "replaced"}, f.energy.told)
			require.Equal(t, []types.Meter{old, after}, f.energy.meters)
			require.Equal(t, uint64(1), f.energy.readings()[0].Import)
			f.emitted(&types.EventMeterReplaced{Meter: goes, NewMeter: comes})
			g := f.export()
			require.Empty(t, g.PendingReplacements)
			require.Empty(t, g.PendingTransfers)
			require.Empty(t, g.PendingKeys)
			f.sound()

			require.Equal(t, []types.ReadingCode{types.READING_CODE_RETIRED, types.READING_CODE_ACCEPTED}, f.submit(
				read(ed("S1", 1), goes, 1, step(15)),
				read(ed("S2", 1), comes, 1, types.Registers{Time: noon + 900, ImportRegister: 1}),
			).Codes)
		})
	}
}

// The claims that the new device has got already stand.
func TestAcceptReplacementKeepsTheClaimsOfTheNewMeter(t *testing.T) {
	f := newFixture(t)
	goes, comes := f.proposedReplacement(types.METER_STATUS_ACTIVE)
	for _, msg := range []types.MsgAttestClaim{
		{Meter: goes, Type: types.CLAIM_TYPE_OCCUPANTS, Occupants: 4},
		{Meter: goes, Type: types.CLAIM_TYPE_CALIBRATION, ValidUntil: noon + day},
		{Meter: comes, Type: types.CLAIM_TYPE_CALIBRATION, ValidUntil: noon + 365*day},
	} {
		msg.Issuer = account("issuer")
		_, err := f.msgs.AttestClaim(f.ctx, &msg)
		require.NoError(t, err)
	}
	_, err := f.msgs.AcceptReplacement(f.ctx, f.replacing(goes))
	require.NoError(t, err)
	m := f.meter(comes)
	require.Equal(t, uint32(4), m.Occupants(noon))
	calibration, ok := m.ClaimAt(types.CLAIM_TYPE_CALIBRATION, noon+2*day)
	require.True(t, ok)
	require.Equal(t, noon+365*day, calibration.ValidUntil)
	f.sound()
}

func TestAcceptReplacementIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		after  string
		change func(*types.MsgAcceptReplacement)

		wantErr error
	}{
		{name: "by its issuer", change: func(m *types.MsgAcceptReplacement) { m.Owner = account("issuer") }, wantErr: types.ErrNotOwner},
		{name: "without a signer", change: func(m *types.MsgAcceptReplacement) { m.Owner = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "of meter 0", change: func(m *types.MsgAcceptReplacement) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "of no meter", change: func(m *types.MsgAcceptReplacement) { m.Meter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "of a meter that is not to be replaced", change: func(m *types.MsgAcceptReplacement) { m.Meter = 2 }, wantErr: types.ErrNoProposal},
		{name: "with another meter", change: func(m *types.MsgAcceptReplacement) { m.NewMeter++ }, wantErr: types.ErrChanged},
		{name: "with another closing", change: func(m *types.MsgAcceptReplacement) { m.Closing.ImportRegister++ }, wantErr: types.ErrChanged},
		{name: "with another opening", change: func(m *types.MsgAcceptReplacement) { m.Opening.ExportRegister++ }, wantErr: types.ErrChanged},
		{name: "with new meter 0", change: func(m *types.MsgAcceptReplacement) { m.NewMeter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "with a closing at a negative time", change: func(m *types.MsgAcceptReplacement) { m.Closing.Time = -1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "with an opening at a negative time", change: func(m *types.MsgAcceptReplacement) { m.Opening.Time = -1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "too late", after: "15 days", change: func(*types.MsgAcceptReplacement) {}, wantErr: types.ErrProposalExpired},
		{name: "after its life", after: "retirement", change: func(*types.MsgAcceptReplacement) {}, wantErr: types.ErrNoProposal},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			goes, _ := f.proposedReplacement(types.METER_STATUS_ACTIVE)
			f.meanwhile(tc.after, "S1", goes)
			msg := f.replacing(goes)
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.AcceptReplacement(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

// The new meter may have gone its own way since the proposal.
func TestAcceptReplacementByAMeterThatIsGoneIsRefused(t *testing.T) {
	f := newFixture(t)
	goes, comes := f.proposedReplacement(types.METER_STATUS_ACTIVE)
	_, err := f.msgs.RetireMeter(f.ctx, &types.MsgRetireMeter{Owner: account("owner"), Meter: comes})
	require.NoError(t, err)
	f.sound()
	before := f.export()
	_, err = f.msgs.AcceptReplacement(f.ctx, f.replacing(goes))
	f.refused(before, err, types.ErrWrongStatus)
}

func TestAcceptReplacementWithTooManyClaimsIsRefused(t *testing.T) {
	f := newFixture(t)
	goes, comes := f.proposedReplacement(types.METER_STATUS_ACTIVE)
	for i := range int64(types.MaxClaims) {
		msg := attestation(goes)
		msg.ValidFrom = noon + i
		_, err := f.msgs.AttestClaim(f.ctx, msg)
		require.NoError(t, err)
	}
	_, err := f.msgs.AttestClaim(f.ctx, &types.MsgAttestClaim{
		Issuer: account("issuer"), Meter: comes, Type: types.CLAIM_TYPE_OCCUPANTS, Occupants: 2,
	})
	require.NoError(t, err)
	before := f.export()
	_, err = f.msgs.AcceptReplacement(f.ctx, f.replacing(goes))
	f.refused(before, err, types.ErrTooManyClaims)
}
