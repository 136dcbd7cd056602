package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/credit"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Device returns a device of a generator by its number, or ErrDeviceNotFound.
func (st *Store) Device(ctx context.Context, generator, number uint64) (types.Device, error) {
	d, err := st.Devices.Get(ctx, collections.Join(generator, number))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Device{}, types.ErrDeviceNotFound.Wrapf("generator %d: expected the number of a device, got %d", generator, number)
	}
	return d, err
}

// SetDevice stores a device.
func (st *Store) SetDevice(ctx context.Context, d types.Device) error {
	return st.Devices.Set(ctx, collections.Join(d.Generator, d.Number), d)
}

// Voucher returns a voucher, or ErrVoucherNotFound once its record has been removed.
func (st *Store) Voucher(ctx context.Context, generator, id uint64) (types.Voucher, error) {
	v, err := st.Vouchers.Get(ctx, collections.Join(generator, id))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Voucher{}, types.ErrVoucherNotFound.Wrapf("generator %d: expected the number of a voucher, got %d", generator, id)
	}
	return v, err
}

// SetVoucher stores a voucher.
func (st *Store) SetVoucher(ctx context.Context, v types.Voucher) error {
	return st.Vouchers.Set(ctx, collections.Join(v.Generator, v.Id), v)
}

// VoucherItem returns the block work of a voucher. Every voucher has it, pending or failed.
func VoucherItem(v types.Voucher) queue.Item {
	return workItem(v.DueAt, types.KindVoucher, v.Generator, v.Id)
}

// OpenVouchersOf returns the open vouchers of a device, the oldest first: at most credit.Max.
func (st *Store) OpenVouchersOf(ctx context.Context, generator, device uint64) ([]types.Voucher, error) {
	var vouchers []types.Voucher
	err := st.walkOpen(ctx, generator, device, func(v types.Voucher) (stop bool) {
		vouchers = append(vouchers, v)
		return false
	})
	return vouchers, err
}

// OldestCounted returns the steps that the oldest open voucher of a device has counted, 0 if none is open.
func (st *Store) OldestCounted(ctx context.Context, generator, device uint64) (steps uint64, err error) {
	err = st.walkOpen(ctx, generator, device, func(v types.Voucher) (stop bool) {
		steps = v.CountedSteps
		return true
	})
	return steps, err
}

func (st *Store) walkOpen(ctx context.Context, generator, device uint64, visit func(types.Voucher) (stop bool)) error {
	ofDevice := collections.NewSuperPrefixedTripleRange[uint64, uint64, uint64](generator, device)
	return st.OpenVouchers.Walk(ctx, ofDevice, func(key VoucherKey) (stop bool, err error) {
		v, err := st.Voucher(ctx, generator, key.K3())
		return err != nil || visit(v), err
	})
}

// Credit returns open vouchers as package credit counts them.
func Credit(vouchers []types.Voucher) []credit.Open {
	open := make([]credit.Open, len(vouchers))
	for i, v := range vouchers {
		open[i] = credit.Open{Units: v.Units, Counted: v.CountedSteps}
	}
	return open
}

// VoucherMeter names the meter of a device's chain.
func VoucherMeter(d types.Device) voucher.Meter {
	return voucher.Meter{Generator: d.Generator, Number: d.Number}
}
