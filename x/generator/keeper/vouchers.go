package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/due"
)

// voucher is a voucher of a generator by its number.
func (k *Keeper) voucher(ctx context.Context, generator, id uint64) (types.Voucher, error) {
	v, err := k.vouchers.Get(ctx, collections.Join(generator, id))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Voucher{}, types.ErrVoucherNotFound.Wrapf("generator %d: expected the number of a voucher, got %d", generator, id)
	}
	return v, err
}

func voucherItem(v types.Voucher) due.Item[pair] {
	return due.Item[pair]{At: v.DueAt, Kind: types.KindVoucher, ID: collections.Join(v.Generator, v.Id)}
}

// refundVoucher pays the buyer of an open voucher back, and keeps its record for as long again; any other record it removes.
func (k *Keeper) refundVoucher(ctx sdk.Context, generator, id uint64) error {
	v, err := k.voucher(ctx, generator, id)
	if err != nil {
		return err
	}
	if v.Status != types.VOUCHER_STATUS_OPEN {
		return k.vouchers.Remove(ctx, collections.Join(generator, id))
	}
	b, err := k.books.Get(ctx, generator)
	if err != nil {
		return err
	}
	d, err := k.devices.Get(ctx, collections.Join(generator, v.Device))
	if err != nil {
		return err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	buyer, err := k.stored(v.Buyer)
	if err != nil {
		return err
	}
	if err := decrease(&b.Vouchers, v.Cost); err != nil {
		return err
	}
	d.OpenVouchers--
	v.Status = types.VOUCHER_STATUS_REFUNDED
	v.DueAt = ctx.BlockTime().Unix() + types.Seconds(params.VoucherSeconds)

	if err := k.setBooks(ctx, generator, b); err != nil {
		return err
	}
	if err := k.devices.Set(ctx, collections.Join(generator, v.Device), d); err != nil {
		return err
	}
	if err := k.vouchers.Set(ctx, collections.Join(generator, id), v); err != nil {
		return err
	}
	if err := k.openVouchers.Remove(ctx, collections.Join3(generator, v.Device, id)); err != nil {
		return err
	}
	if err := k.due.Push(ctx, voucherItem(v)); err != nil {
		return err
	}
	if err := k.pay(ctx, buyer, solarCoin(v.Cost)); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(types.NewEventVoucherRefunded(v))
}
