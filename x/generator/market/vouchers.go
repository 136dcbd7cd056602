package market

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// AddVoucher stores an open voucher as the last one of its device. The caller has added its money to the bucket.
func (k *Market) AddVoucher(ctx sdk.Context, d types.Device, buyer state.Address, units, cost uint64) (types.Voucher, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return types.Voucher{}, err
	}
	id, err := k.NextVoucher.Next(ctx)
	if err != nil {
		return types.Voucher{}, err
	}
	now := ctx.BlockTime().Unix()
	v := types.Voucher{
		Id: id, Generator: d.Generator, Device: d.Number, Buyer: buyer.Text, Units: units, Cost: cost,
		Status: types.VOUCHER_STATUS_OPEN, BoughtAt: now, DueAt: now + types.Seconds(params.VoucherSeconds),
	}
	if err := k.SetVoucher(ctx, v); err != nil {
		return types.Voucher{}, err
	}
	if err := k.OpenVouchers.Set(ctx, collections.Join3(v.Generator, v.Device, v.Id)); err != nil {
		return types.Voucher{}, err
	}
	d.OpenVouchers++
	d.BoughtVouchers++
	if err := k.SetDevice(ctx, d); err != nil {
		return types.Voucher{}, err
	}
	return v, k.Queue.Push(ctx, state.VoucherItem(v))
}

// CloseVoucher gives an open voucher its final status. The caller moves its money and stores the device.
func (k *Market) CloseVoucher(ctx context.Context, d *types.Device, v types.Voucher, status types.VoucherStatus) error {
	d.OpenVouchers--
	if err := k.OpenVouchers.Remove(ctx, collections.Join3(v.Generator, v.Device, v.Id)); err != nil {
		return err
	}
	v.Status, v.CountedSteps = status, 0
	return k.SetVoucher(ctx, v)
}

// RefundOrRemoveVoucher runs the block work of a voucher. An open one is refunded to its buyer; its record is kept for
// another voucher_seconds. Steps that no other voucher counts are excess. Any other record is removed.
func (k *Market) RefundOrRemoveVoucher(ctx sdk.Context, generator, id uint64) error {
	v, err := k.Voucher(ctx, generator, id)
	if err != nil {
		return err
	}
	if v.Status != types.VOUCHER_STATUS_OPEN {
		return k.Vouchers.Remove(ctx, collections.Join(generator, id))
	}
	buyer, err := k.ParseAddress(v.Buyer)
	if err != nil {
		return err
	}
	d, err := k.Device(ctx, generator, v.Device)
	if err != nil {
		return err
	}
	purse, err := k.Purses.Get(ctx, generator)
	if err != nil {
		return err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}

	if err := Decrease(&purse.Vouchers, v.Cost); err != nil {
		return err
	}
	v.DueAt = ctx.BlockTime().Unix() + types.Seconds(params.VoucherSeconds)
	if err := k.CloseVoucher(ctx, &d, v, types.VOUCHER_STATUS_REFUNDED); err != nil {
		return err
	}
	counted, err := k.OldestCounted(ctx, generator, v.Device)
	if err != nil {
		return err
	}
	d.ExcessUnits = d.Steps - d.ReleasedUnits - counted
	if err := k.SetDevice(ctx, d); err != nil {
		return err
	}
	if err := k.SetPurse(ctx, generator, purse); err != nil {
		return err
	}
	if err := k.Queue.Push(ctx, state.VoucherItem(v)); err != nil {
		return err
	}
	if err := ctx.EventManager().EmitTypedEvent(&types.EventVoucherRefunded{
		Generator: v.Generator, Voucher: v.Id, Buyer: v.Buyer, RefundUsolar: v.Cost, Device: v.Device, ExcessUnits: d.ExcessUnits,
	}); err != nil {
		return err
	}
	return k.Pay(ctx, buyer, SolarCoin(v.Cost))
}
