package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// RegisterDevice lets a device take codes. Its chain is for life, so that no code counts twice.
func (s msgServer) RegisterDevice(goCtx context.Context, msg *types.MsgRegisterDevice) (*types.MsgRegisterDeviceResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	vendor, err := s.ReadAddress("vendor", msg.Vendor)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	anchor, err := voucher.Parse(msg.Anchor)
	if err != nil {
		return nil, types.ErrInvalidCode.Wrapf("anchor: %s", err)
	}
	g, err := s.Generator(ctx, msg.Generator)
	if err != nil {
		return nil, err
	}
	if err := state.ExpectVendor(g, vendor); err != nil {
		return nil, err
	}
	exists, err := s.Devices.Has(ctx, collections.Join(g.Id, msg.Number))
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_INSTALLED, types.GENERATOR_STATUS_ACTIVE); err != nil {
		return nil, err
	}
	if exists {
		return nil, types.ErrDeviceExists.Wrapf("generator %d: expected a new device, got %d", g.Id, msg.Number)
	}
	device := types.Device{
		Generator: g.Id, Number: msg.Number, Vendor: vendor.Text, Digits: msg.Digits, Length: msg.Length, Link: anchor.String(),
	}

	// apply
	if err := s.SetDevice(ctx, device); err != nil {
		return nil, err
	}
	return &types.MsgRegisterDeviceResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventDeviceRegistered{
		Generator: device.Generator, Number: device.Number, Vendor: device.Vendor, Anchor: device.Link,
		Length: device.Length,
	})
}
