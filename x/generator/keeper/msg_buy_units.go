package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// BuyUnits buys units: paid to maintenance and owners at once, or by voucher for a device, when its code is revealed. What
// it costs to do does not depend on how many owners there are.
func (s msgServer) BuyUnits(goCtx context.Context, msg *types.MsgBuyUnits) (*types.MsgBuyUnitsResponse, error) {
	// load
	ctx, buyer, g, b, err := s.ofSigner(goCtx, "buyer", msg.Buyer, msg)
	if err != nil {
		return nil, err
	}
	quota, err := s.Quota(ctx, g.Id, buyer, ctx.BlockTime().Unix())
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
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_ACTIVE); err != nil {
		return nil, err
	}
	price, cost, err := market.CostOf(g, b, msg.Units, msg.MaxPrice)
	if err != nil {
		return nil, err
	}
	if price == 0 {
		if quota, err = market.TakeFree(g, quota, msg.Units); err != nil {
			return nil, err
		}
	}
	if msg.Device == 0 {
		b, err = market.Sell(g, b, msg.Units, cost)
	} else {
		b, err = reserve(device, b, msg.Units, cost)
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
	if err := s.SetBooks(ctx, g.Id, b); err != nil {
		return nil, err
	}
	if msg.Device == 0 {
		return &types.MsgBuyUnitsResponse{Price: price, Cost: cost},
			ctx.EventManager().EmitTypedEvent(&types.EventUnitsBought{
				Generator: g.Id, Buyer: buyer.Text, Units: msg.Units, Cost: cost,
			})
	}
	v, err := s.NewVoucher(ctx, device, buyer, msg.Units, cost)
	if err != nil {
		return nil, err
	}
	return &types.MsgBuyUnitsResponse{Price: price, Cost: cost, Voucher: v.Id, RefundAt: v.DueAt},
		ctx.EventManager().EmitTypedEvent(&types.EventUnitsBought{
			Generator: v.Generator, Buyer: v.Buyer, Units: v.Units, Cost: v.Cost, Device: v.Device, Voucher: v.Id,
			RefundAt: v.DueAt,
		})
}

// reserve returns the books with money that waits for a code, which the chain of the device must still be able to give.
func reserve(d types.Device, b types.Books, units, cost uint64) (types.Books, error) {
	if left := d.Length - d.Steps; units > left {
		return b, types.ErrChainUsedUp.Wrapf("generator %d, device %d: expected at most %d units, got %d", d.Generator, d.Number, left, units)
	}
	err := market.Increase(&b.Vouchers, cost)
	return b, err
}
