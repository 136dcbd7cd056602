package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Lease returns a lease of a generator by its number, or ErrLeaseNotFound once it is settled after its end.
func (st *Store) Lease(ctx context.Context, generator, id uint64) (types.Lease, error) {
	l, err := st.Leases.Get(ctx, collections.Join(generator, id))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Lease{}, types.ErrLeaseNotFound.Wrapf("generator %d: expected the number of a lease, got %d", generator, id)
	}
	return l, err
}

// AddLease stores a lease and its entry in the index of ends.
func (st *Store) AddLease(ctx context.Context, l types.Lease) error {
	if err := st.SetLease(ctx, l); err != nil {
		return err
	}
	return st.LeaseEnds.Set(ctx, LeaseEndOf(l))
}

// SetLease stores a lease.
func (st *Store) SetLease(ctx context.Context, l types.Lease) error {
	return st.Leases.Set(ctx, collections.Join(l.Generator, l.Id), l)
}

// RemoveLease removes a lease, its entry in the index of ends, and the value of acc that no other lease needs.
func (st *Store) RemoveLease(ctx context.Context, l types.Lease) error {
	if err := st.Leases.Remove(ctx, collections.Join(l.Generator, l.Id)); err != nil {
		return err
	}
	if err := st.LeaseEnds.Remove(ctx, LeaseEndOf(l)); err != nil {
		return err
	}
	return st.pruneDayIndex(ctx, l.Generator, DayOf(l.Until))
}

// LeaseItem returns the block work at the end of a lease. Every lease has it, pending or failed.
func LeaseItem(l types.Lease) queue.Item {
	return workItem(l.Until, types.KindLease, l.Generator, l.Id)
}

// LeaseEndOf returns the entry of a lease in the index of ends.
func LeaseEndOf(l types.Lease) LeaseKey { return collections.Join3(l.Generator, DayOf(l.Until), l.Id) }
