package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
	"github.com/utilityd/utilityd/x/work/queue"
)

// StepsNeeded returns the units of the open vouchers of a device up to this one; 0 if one code cannot prove as many.
func (st *Store) StepsNeeded(ctx context.Context, v types.Voucher) (uint64, error) {
	vouchers, err := st.ReleasableVouchers(ctx, v.Generator, v.Device)
	steps := uint64(0)
	for _, w := range vouchers {
		if steps += w.Units; w.Id == v.Id {
			return steps, nil
		}
	}
	return 0, err
}

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

// ReleasableVouchers returns the vouchers of a device that one code can release: the oldest open one, and the next ones as
// long as their units sum to at most the units of the oldest plus the slack.
func (st *Store) ReleasableVouchers(ctx context.Context, generator, device uint64) ([]types.Voucher, error) {
	var vouchers []types.Voucher
	var units, maxUnits uint64
	ofDevice := collections.NewSuperPrefixedTripleRange[uint64, uint64, uint64](generator, device)
	err := st.OpenVouchers.Walk(ctx, ofDevice, func(key VoucherKey) (stop bool, err error) {
		v, err := st.Voucher(ctx, generator, key.K3())
		if err != nil {
			return true, err
		}
		if len(vouchers) == 0 {
			maxUnits = v.Units + voucher.MaxSlack
		}
		if units += v.Units; units > maxUnits {
			return true, nil
		}
		vouchers = append(vouchers, v)
		return false, nil
	})
	return vouchers, err
}
