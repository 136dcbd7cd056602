package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestVendorsRegisterDevices(t *testing.T) {
	f := newFixture(t)
	id := f.funded(kWhRequest())
	f.markInstalled(id)
	chain := f.register(id) // before it sells
	msg := registerMessage(id, f.chainOf(id, 8, 1_000_000, 26))
	msg.Vendor, msg.Device = account("mayor"), 8
	mustSend(f, f.msgs.RegisterDevice, msg)

	require.Equal(t, types.Device{
		Generator: id, Number: 7, Vendor: account("builder"), Digits: 20, Length: 1_000, Link: "76936525573464655451",
	}, f.deviceOf(id).Device)
	require.Equal(t, []*types.EventDeviceRegistered{
		{Generator: id, Device: 7, Vendor: account("builder"), Anchor: chain.Anchor().String(), Length: 1_000},
		{Generator: id, Device: 8, Vendor: account("mayor"), Anchor: strings.ReplaceAll(msg.Anchor, " ", ""), Length: 1_000_000},
	}, events[*types.EventDeviceRegistered](f))

	list, err := f.queries.Devices(f.ctx, &types.QueryDevicesRequest{Generator: id})
	require.NoError(t, err)
	require.Len(t, list.Devices, 2)
	require.Equal(t, []uint64{7, 8}, []uint64{list.Devices[0].Number, list.Devices[1].Number})
	for _, req := range []*types.QueryDeviceRequest{{Generator: 9, Device: 7}, {Generator: id, Device: 9}} {
		_, err := f.queries.Device(f.ctx, req)
		require.Error(t, err)
	}
	_, err = f.queries.Devices(f.ctx, &types.QueryDevicesRequest{Generator: 9})
	require.ErrorIs(t, err, types.ErrGeneratorNotFound)
}

func TestRegisterDeviceRefuses(t *testing.T) {
	tests := []struct {
		name   string
		stage  string
		change func(*types.MsgRegisterDevice)

		wantErr error
	}{
		{name: "a signer with an invalid address", change: func(m *types.MsgRegisterDevice) { m.Vendor = "builder" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a generator that does not exist", change: func(m *types.MsgRegisterDevice) { m.Generator = 9 }, wantErr: types.ErrGeneratorNotFound},
		{name: "the arbiter", change: func(m *types.MsgRegisterDevice) { m.Vendor = account("judge") }, wantErr: types.ErrNotVendor},
		{name: "an owner", change: func(m *types.MsgRegisterDevice) { m.Vendor = account("ann") }, wantErr: types.ErrNotVendor},
		{name: "a device that is in use", change: func(m *types.MsgRegisterDevice) { m.Device = 6 }, wantErr: types.ErrDeviceExists},
		{name: "device 0", change: func(m *types.MsgRegisterDevice) { m.Device = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "19 digits", change: func(m *types.MsgRegisterDevice) { m.Digits = 19 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "31 digits", change: func(m *types.MsgRegisterDevice) { m.Digits = 31 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "no links", change: func(m *types.MsgRegisterDevice) { m.Length = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "one link too many", change: func(m *types.MsgRegisterDevice) { m.Length = 1_000_001 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "one link too many for 20 digits", change: func(m *types.MsgRegisterDevice) { m.Length = 1_001 }, wantErr: types.ErrTooFewDigits},
		{name: "an anchor of other length", change: func(m *types.MsgRegisterDevice) { m.Digits = 21 }, wantErr: types.ErrInvalidCode},
		{name: "an anchor that is no number", change: func(m *types.MsgRegisterDevice) { m.Anchor = strings.Repeat("x", 20) }, wantErr: types.ErrInvalidCode},
		{name: "before it is installed", stage: "pending", wantErr: types.ErrWrongStatus},
		{name: "after its life", stage: "retired", wantErr: types.ErrWrongStatus},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := uint64(1)
			msg := registerMessage(id, f.chainOf(id, 7, 1_000, 20))
			switch tc.stage {
			case "pending":
				f.pending()
			case "retired":
				f.village()
				f.retire(id)
			default:
				f.village()
				six := msg
				six.Device = 6
				mustSend(f, f.msgs.RegisterDevice, six)
				f.buy(id, 1, 6)
			}
			if tc.change != nil {
				tc.change(&msg)
			}
			mustRefuse(f, f.msgs.RegisterDevice, msg, tc.wantErr)
		})
	}
}

// A mistake in the anchor of a new device can be mended by the vendor that made it, until the device is used.
func TestADeviceThatWasNeverUsedIsRegisteredAgain(t *testing.T) {
	tests := []struct {
		name   string
		vendor string
		units  uint64 // bought before
		steps  int    // revealed before
		wait   int64

		wantErr error
	}{
		{name: "its vendor", vendor: "builder"},
		{name: "another vendor", vendor: "mayor", wantErr: types.ErrDeviceExists},
		{name: "after a purchase", vendor: "builder", units: 1, wantErr: types.ErrDeviceExists},
		{name: "after a purchase that was refunded", vendor: "builder", units: 1, wait: 2 * voucherSeconds, wantErr: types.ErrDeviceExists},
		{name: "after a code", vendor: "builder", steps: 1, wantErr: types.ErrDeviceExists},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.village()
			chain := f.registerChain(id, 2_000)
			if tc.units > 0 {
				f.buy(id, tc.units, 7)
			}
			if tc.steps > 0 {
				f.reveal(id, f.code(chain, tc.steps))
			}
			f.pass(tc.wait)
			again := registerMessage(id, f.chainOf(id, 7, 1_000, 20))
			again.Vendor = account(tc.vendor)
			if tc.wantErr != nil {
				mustRefuse(f, f.msgs.RegisterDevice, again, tc.wantErr)
				return
			}
			mustSend(f, f.msgs.RegisterDevice, again)
			f.buy(id, 5, 7)
			require.Equal(t, []uint64{1}, f.reveal(id, f.code(f.chainOf(id, 7, 1_000, 20), 5)).Vouchers)
		})
	}
}
