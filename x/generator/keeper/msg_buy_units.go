package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/credit"
	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// BuyUnits buys units at the price of the day. The money is divided between maintenance and owners at once, or for a device when a code is revealed.
// The cost of the message does not depend on the number of owners.
func (s msgServer) BuyUnits(goCtx context.Context, msg *types.MsgBuyUnits) (*types.MsgBuyUnitsResponse, error) {
	// load
	ctx, buyer, g, purse, err := s.ofSigner(goCtx, "buyer", msg.Buyer, msg)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()
	quota, err := s.Quota(ctx, g.Id, buyer, now)
	if err != nil {
		return nil, err
	}
	var device types.Device
	if msg.Device != 0 {
		if device, err = s.Device(ctx, g.Id, msg.Device); err != nil {
			return nil, err
		}
	}

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_ON_TRIAL, types.GENERATOR_STATUS_ACTIVE); err != nil {
		return nil, err
	}
	price, cost, err := market.CostOf(g, purse, state.DayOf(now), msg.Units, msg.MaxPrice)
	if err != nil {
		return nil, err
	}
	if price == 0 {
		if quota, err = market.UseQuota(g, quota, msg.Units); err != nil {
			return nil, err
		}
	}
	var after types.Purse
	if msg.Device == 0 {
		after, err = market.AddSale(g, purse, msg.Units, cost)
	} else {
		after, err = reserveVoucher(device, purse, msg.Units, cost)
	}
	if err != nil {
		return nil, err
	}

	// apply
	if err := s.Collect(ctx, buyer, market.SolarCoin(cost)); err != nil {
		return nil, err
	}
	if price == 0 {
		if err := s.SetQuota(ctx, buyer, quota); err != nil {
			return nil, err
		}
	}
	if err := s.SetSales(ctx, g.Id, purse, after); err != nil {
		return nil, err
	}
	if msg.Device == 0 {
		return &types.MsgBuyUnitsResponse{Price: price, Cost: cost},
			ctx.EventManager().EmitTypedEvent(&types.EventUnitsBought{
				Generator: g.Id, Buyer: buyer.Text, Units: msg.Units, Cost: cost,
			})
	}
	v, err := s.AddVoucher(ctx, device, buyer, msg.Units, cost)
	if err != nil {
		return nil, err
	}
	return &types.MsgBuyUnitsResponse{Price: price, Cost: cost, Voucher: v.Id, RefundAt: v.DueAt},
		ctx.EventManager().EmitTypedEvent(&types.EventUnitsBought{
			Generator: v.Generator, Buyer: v.Buyer, Units: v.Units, Cost: v.Cost, Device: v.Device, Voucher: v.Id,
			RefundAt: v.DueAt,
		})
}

// reserveVoucher returns the purse with the money of a voucher. The device must have room for it, and its chain enough links
// left.
func reserveVoucher(d types.Device, purse types.Purse, units, cost uint64) (types.Purse, error) {
	if d.OpenVouchers >= credit.Max {
		return purse, types.ErrTooManyVouchers.Wrapf("generator %d, device %d: expected fewer than %d open, got %d",
			d.Generator, d.Number, credit.Max, d.OpenVouchers)
	}
	if left := d.Length - d.Steps; units > left {
		return purse, types.ErrChainUsedUp.Wrapf("generator %d, device %d: expected at most %d units, got %d", d.Generator, d.Number, left, units)
	}
	err := market.Increase(&purse.Vouchers, cost)
	return purse, err
}
