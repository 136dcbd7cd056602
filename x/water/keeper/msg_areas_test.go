package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/water/types"
)

func TestCreateArea(t *testing.T) {
	f := newFixture(t)
	require.Equal(t, uint64(1), f.create(village()))
	require.Equal(t, uint64(2), f.create(village()))

	state := f.areaOf(2)
	require.Equal(t, "hbt/2", state.Area.Denom)
	require.Equal(t, types.AREA_STATUS_ACTIVE, state.Area.Status)
	require.Equal(t, noon, state.Area.CreatedAt)
	require.Equal(t, types.Counters{Area: 2}, state.Counters)
	require.Equal(t, types.Ledger{Area: 2}, state.Ledger)
	metadata, described := f.bank.GetDenomMetaData(f.ctx, "hbt/2")
	require.True(t, described)
	require.Equal(t, "hbt/2", metadata.Base)

	f.pass(start(1) - enrolment)
	terms := types.Terms{
		FeePerPerson: 1, LifelineDaysCap: 3, LifelineReserveDays: 7, ValvePolicy: types.VALVE_POLICY_CLOSE, AuctionSeconds: uint64(day),
		ReserveDays: 7, BasePrice: 100,
	}
	require.Equal(t, types.Period{
		Area: 2, Number: 1, Status: types.PERIOD_STATUS_ENROLLING, OpenedAt: start(1) - enrolment, StartsAt: start(1),
		EndsAt: start(2), Terms: terms,
	}, f.periodOf(2, 1), "time to name sources passes before the first enrolment")
	require.Equal(t, sdk.NewInt64Coin("uutl", 200_000_000),
		f.bank.GetBalance(f.ctx, authtypes.NewModuleAddress(authtypes.FeeCollectorName), "uutl"), "the fee is the validators'")
	require.Len(t, events[*types.EventAreaCreated](f), 2)
	f.checkInvariants()
}

func TestCreateAreaRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgCreateArea)
		poor   bool

		wantErr error
	}{
		{name: "an admin that is no address", change: func(m *types.MsgCreateArea) { m.Admin = "mayor" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "an issuer that is no address", change: func(m *types.MsgCreateArea) { m.Issuer = "x" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "no name", change: func(m *types.MsgCreateArea) { m.Name = "" }, wantErr: sdkerrors.ErrInvalidRequest},
		{
			name:    "a period shorter than the parameter",
			change:  func(m *types.MsgCreateArea) { m.PeriodSeconds, m.EnrolmentSeconds = 86_399, 1 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "an enrolment longer than the period",
			change:  func(m *types.MsgCreateArea) { m.EnrolmentSeconds = m.PeriodSeconds + 1 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "a payment denom that does not exist",
			change:  func(m *types.MsgCreateArea) { m.PaymentDenom = "unothing" },
			wantErr: types.ErrUnknownDenom,
		},
		{
			name:    "a payment denom whose amounts do not fit",
			change:  func(m *types.MsgCreateArea) { m.PaymentDenom = "uinflated" },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{name: "water as money", change: func(m *types.MsgCreateArea) { m.PaymentDenom = "hbt/1" }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "an admin who cannot pay the fee", poor: true, wantErr: sdkerrors.ErrInsufficientFunds},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			f.bank.Fund(f.ctx, accountBytes("mint"), sdk.NewInt64Coin("uinflated", check.MaxSupply+1))
			msg := village()
			if tc.change != nil {
				tc.change(&msg)
			}
			if !tc.poor {
				f.bank.Fund(f.ctx, accountBytes("mayor"), sdk.NewInt64Coin("uutl", 100_000_000))
			}
			before := f.state()
			_, err := f.msgs.CreateArea(f.ctx, &msg)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.state())
		})
	}
}

func TestAnAreaMayCostNothing(t *testing.T) {
	f := newFixture(t)
	f.setParams(func(p *types.Params) { p.AreaFee.Amount = p.AreaFee.Amount.SubRaw(100_000_000) })
	msg := village()
	_, err := f.msgs.CreateArea(f.ctx, &msg)
	require.NoError(t, err)
}

func update() types.MsgUpdateArea {
	return types.MsgUpdateArea{
		Admin: account("mayor"), Area: 1, Name: "Town", Issuer: account("issuer"), FeePerPerson: 3, LifelineLitresPerPersonDay: 50,
		LifelineDaysCap: 2, LifelineReserveDays: 5, ValvePolicy: types.VALVE_POLICY_RESTRICT, AuctionSeconds: 3_600, ReserveDays: 0,
		BasePrice: 7,
	}
}

// Whatever an admin changes is for periods whose enrolment has not opened: those that run or enrol keep all their terms.
func TestTermsChangeOnlyForPeriodsThatHaveNotOpened(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	f.pass(start(1) - enrolment)
	before := f.areaOf(area).Area.Terms
	msg := update()
	_, err := f.msgs.UpdateArea(f.ctx, &msg)
	require.NoError(t, err)
	require.Len(t, events[*types.EventAreaUpdated](f), 1)

	a := f.areaOf(area).Area
	require.Equal(t, "Town", a.Name)
	require.Equal(t, account("issuer"), a.Issuer)
	require.Equal(t, uint64(period), a.PeriodSeconds, "the fixed terms stay")
	announced := types.Terms{
		FeePerPerson: 3, LifelineLitresPerPersonDay: 50, LifelineDaysCap: 2, LifelineReserveDays: 5, ValvePolicy: types.VALVE_POLICY_RESTRICT,
		AuctionSeconds: 3_600, BasePrice: 7,
	}
	require.Equal(t, announced, a.Announced)
	for _, now := range []int64{start(1), start(2) - enrolment} {
		require.Equal(t, before, f.areaOf(area).Area.Terms)
		require.Equal(t, before, f.periodOf(area, 1).Terms)
		f.pass(now)
	}
	require.Equal(t, announced, f.periodOf(area, 2).Terms)
	require.Equal(t, before, f.areaOf(area).Area.Terms, "until it starts")
	f.pass(start(2))
	require.Equal(t, announced, f.areaOf(area).Area.Terms)
}

func TestUpdateAreaRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgUpdateArea)
		closed bool

		wantErr error
	}{
		{name: "an account that is not the admin", change: func(m *types.MsgUpdateArea) { m.Admin = account("alice") }, wantErr: types.ErrNotAdmin},
		{name: "an area that is not there", change: func(m *types.MsgUpdateArea) { m.Area = 2 }, wantErr: types.ErrAreaNotFound},
		{name: "no area", change: func(m *types.MsgUpdateArea) { m.Area = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "no valve policy", change: func(m *types.MsgUpdateArea) { m.ValvePolicy = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "an issuer that is no address", change: func(m *types.MsgUpdateArea) { m.Issuer = "x" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a closed area", closed: true, wantErr: types.ErrAreaClosed},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			f.create(village())
			if tc.closed {
				f.closeArea(1)
			}
			msg := update()
			if tc.change != nil {
				tc.change(&msg)
			}
			before := f.state()
			_, err := f.msgs.UpdateArea(f.ctx, &msg)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.state())
		})
	}
}

func TestCloseArea(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	_, err := f.msgs.CloseArea(f.ctx, &types.MsgCloseArea{Admin: account("alice"), Area: area})
	require.ErrorIs(t, err, types.ErrNotAdmin)
	_, err = f.msgs.CloseArea(f.ctx, &types.MsgCloseArea{Admin: account("mayor"), Area: 7})
	require.ErrorIs(t, err, types.ErrAreaNotFound)

	f.closeArea(area)
	require.Equal(t, types.AREA_STATUS_CLOSED, f.areaOf(area).Area.Status)
	require.Len(t, events[*types.EventAreaClosed](f), 1)
	_, err = f.msgs.CloseArea(f.ctx, &types.MsgCloseArea{Admin: account("mayor"), Area: area})
	require.ErrorIs(t, err, types.ErrAreaClosed, "once is enough")
}

func TestTransferAdmin(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	offer := func(admin, next string) error {
		_, err := f.msgs.TransferAdmin(f.ctx, &types.MsgTransferAdmin{Admin: admin, Area: area, NewAdmin: next})
		return err
	}
	accept := func(who string) error {
		_, err := f.msgs.AcceptAdmin(f.ctx, &types.MsgAcceptAdmin{NewAdmin: account(who), Area: area, Admin: account("mayor")})
		return err
	}
	require.ErrorIs(t, offer(account("alice"), account("alice")), types.ErrNotAdmin)
	require.ErrorIs(t, offer(account("mayor"), "alice"), sdkerrors.ErrInvalidAddress)
	require.ErrorIs(t, accept("alice"), types.ErrNotPendingAdmin)

	require.NoError(t, offer(account("mayor"), account("alice")))
	require.NoError(t, offer(account("mayor"), ""), "an offer can be taken back")
	require.ErrorIs(t, accept("alice"), types.ErrNotPendingAdmin)

	require.NoError(t, offer(account("mayor"), account("alice")))
	require.ErrorIs(t, accept("bob"), types.ErrNotPendingAdmin)
	_, err := f.msgs.AcceptAdmin(f.ctx, &types.MsgAcceptAdmin{NewAdmin: account("alice"), Area: area, Admin: account("bob")})
	require.ErrorIs(t, err, types.ErrNotAsProposed)
	require.NoError(t, accept("alice"))
	require.Equal(t, account("alice"), f.areaOf(area).Area.Admin)
	require.Empty(t, f.areaOf(area).Area.PendingAdmin)
	require.ErrorIs(t, offer(account("mayor"), account("mayor")), types.ErrNotAdmin)
	require.Len(t, events[*types.EventAdminTransferred](f), 1)
}

func TestUpdateParams(t *testing.T) {
	f := newFixture(t)
	params := types.DefaultParams()
	params.MaxSources = 7
	_, err := f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("mayor"), Params: params})
	require.ErrorIs(t, err, sdkerrors.ErrUnauthorized)
	_, err = f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("governance")})
	require.ErrorIs(t, err, types.ErrInvalidParams)
	_, err = f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("governance"), Params: params})
	require.NoError(t, err)
	require.Equal(t, params, events[*types.EventParamsUpdated](f)[0].Params)
}
