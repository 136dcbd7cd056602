package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// RegisterDevice registers a device and its chain, which cannot be replaced, so that no code counts twice.
func (s msgServer) RegisterDevice(goCtx context.Context, msg *types.MsgRegisterDevice) (*types.MsgRegisterDeviceResponse, error) {
	// load
	ctx, vendor, g, err := s.generatorOfSigner(goCtx, "vendor", msg.Vendor, msg)
	if err != nil {
		return nil, err
	}
	anchor, err := voucher.Parse(msg.Anchor)
	if err != nil {
		return nil, types.ErrInvalidCode.Wrapf("anchor: %s", err)
	}
	if err := state.ExpectVendor(g, vendor); err != nil {
		return nil, err
	}
	exists, err := s.Devices.Has(ctx, collections.Join(g.Id, msg.Device))
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_INSTALLED, types.GENERATOR_STATUS_ACTIVE); err != nil {
		return nil, err
	}
	if exists {
		return nil, types.ErrDeviceExists.Wrapf("generator %d: expected a new device, got %d", g.Id, msg.Device)
	}
	device := types.Device{
		Generator: g.Id, Number: msg.Device, Vendor: vendor.Text, Digits: msg.Digits, Length: msg.Length, Link: anchor.String(),
	}

	// apply
	if err := s.SetDevice(ctx, device); err != nil {
		return nil, err
	}
	return &types.MsgRegisterDeviceResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventDeviceRegistered{
		Generator: device.Generator, Device: device.Number, Vendor: device.Vendor, Anchor: device.Link,
		Length: device.Length,
	})
}
