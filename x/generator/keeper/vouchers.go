package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
	"github.com/utilityd/utilityd/x/work/queue"
)

// device is a consumer's prepaid meter by its number.
func (k *Keeper) device(ctx context.Context, generator, number uint64) (types.Device, error) {
	d, err := k.devices.Get(ctx, collections.Join(generator, number))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Device{}, types.ErrDeviceNotFound.Wrapf("generator %d: expected the number of a device, got %d", generator, number)
	}
	return d, err
}

func (k *Keeper) setDevice(ctx context.Context, d types.Device) error {
	return k.devices.Set(ctx, collections.Join(d.Generator, d.Number), d)
}

// voucher is a purchase by voucher, as long as it is remembered.
func (k *Keeper) voucher(ctx context.Context, generator, id uint64) (types.Voucher, error) {
	v, err := k.vouchers.Get(ctx, collections.Join(generator, id))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Voucher{}, types.ErrVoucherNotFound.Wrapf("generator %d: expected the number of a voucher, got %d", generator, id)
	}
	return v, err
}

func (k *Keeper) setVoucher(ctx context.Context, v types.Voucher) error {
	return k.vouchers.Set(ctx, collections.Join(v.Generator, v.Id), v)
}

// newVoucher stores a voucher that waits for its code, the last of its device. Its money is in the bucket.
func (k *Keeper) newVoucher(ctx sdk.Context, d types.Device, buyer account, units, cost uint64) (types.Voucher, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return types.Voucher{}, err
	}
	id, err := k.nextVoucher.Next(ctx)
	if err != nil {
		return types.Voucher{}, err
	}
	now := ctx.BlockTime().Unix()
	v := types.Voucher{
		Id: id, Generator: d.Generator, Device: d.Number, Buyer: buyer.Text, Units: units, Cost: cost,
		Status: types.VOUCHER_STATUS_OPEN, BoughtAt: now, DueAt: now + types.Seconds(params.VoucherSeconds),
	}
	if err := k.setVoucher(ctx, v); err != nil {
		return types.Voucher{}, err
	}
	if err := k.openVouchers.Set(ctx, collections.Join3(v.Generator, v.Device, v.Id)); err != nil {
		return types.Voucher{}, err
	}
	d.OpenVouchers++
	if err := k.setDevice(ctx, d); err != nil {
		return types.Voucher{}, err
	}
	return v, k.work.Push(ctx, voucherItem(v))
}

// closeVoucher ends the waiting of an open voucher. The caller moves its money and stores the device.
func (k *Keeper) closeVoucher(ctx context.Context, d *types.Device, v types.Voucher, status types.VoucherStatus) error {
	d.OpenVouchers--
	if err := k.openVouchers.Remove(ctx, collections.Join3(v.Generator, v.Device, v.Id)); err != nil {
		return err
	}
	v.Status = status
	return k.setVoucher(ctx, v)
}

// refundVoucher does the block work about a voucher. One whose code did not come goes out of the order of its device, and
// its money back to the buyer; it is remembered for as long again. Any other is forgotten.
func (k *Keeper) refundVoucher(ctx sdk.Context, generator, id uint64) error {
	v, err := k.voucher(ctx, generator, id)
	if err != nil {
		return err
	}
	if v.Status != types.VOUCHER_STATUS_OPEN {
		return k.vouchers.Remove(ctx, collections.Join(generator, id))
	}
	buyer, err := k.stored(v.Buyer)
	if err != nil {
		return err
	}
	d, err := k.device(ctx, generator, v.Device)
	if err != nil {
		return err
	}
	b, err := k.books.Get(ctx, generator)
	if err != nil {
		return err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}

	if err := decrease(&b.Vouchers, v.Cost); err != nil {
		return err
	}
	v.DueAt = ctx.BlockTime().Unix() + types.Seconds(params.VoucherSeconds)
	if err := k.closeVoucher(ctx, &d, v, types.VOUCHER_STATUS_REFUNDED); err != nil {
		return err
	}
	if err := k.setDevice(ctx, d); err != nil {
		return err
	}
	if err := k.setBooks(ctx, generator, b); err != nil {
		return err
	}
	if err := k.work.Push(ctx, voucherItem(v)); err != nil {
		return err
	}
	if err := ctx.EventManager().EmitTypedEvent(&types.EventVoucherRefunded{
		Generator: v.Generator, Voucher: v.Id, Buyer: v.Buyer, RefundUsolar: v.Cost,
	}); err != nil {
		return err
	}
	return k.pay(ctx, buyer, solarCoin(v.Cost))
}

// voucherItem is the block work about a voucher: there is always one, waiting or parked.
func voucherItem(v types.Voucher) queue.Item {
	return item(v.DueAt, types.KindVoucher, v.Generator, v.Id)
}

// waiting are the vouchers of a device that a code can release: the oldest open one, and those after it as far as the
// units of all add up to no more than those of the oldest and the slack.
func (k *Keeper) waiting(ctx context.Context, generator, device uint64) ([]types.Voucher, error) {
	var vouchers []types.Voucher
	var units, most uint64
	ofDevice := collections.NewSuperPrefixedTripleRange[uint64, uint64, uint64](generator, device)
	err := k.openVouchers.Walk(ctx, ofDevice, func(key order) (stop bool, err error) {
		v, err := k.voucher(ctx, generator, key.K3())
		if err != nil {
			return true, err
		}
		if len(vouchers) == 0 {
			most = v.Units + voucher.MaxSlack
		}
		if units += v.Units; units > most {
			return true, nil
		}
		vouchers = append(vouchers, v)
		return false, nil
	})
	return vouchers, err
}
