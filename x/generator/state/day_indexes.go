package state

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
)

// A lease earns up to the beginning of a day, and the index of revenue (acc) of that moment is known however late the lease is
// settled: where the first change of acc on a day has passed the end of a lease, the value before the change is stored for that day.
// So acc at the beginning of a day is the value of the first stored day from it on; if there is none, acc has not changed since.
// There are never more stored days than leases that have ended and are not settled.

// LeaseAcc returns acc up to which a lease has earned: that of now, or that of its end.
func (st *Store) LeaseAcc(ctx context.Context, purse types.Purse, l types.Lease, now int64) (uint64, error) {
	if now < l.Until {
		return purse.Acc, nil
	}
	stored, found, err := st.firstDayIndex(ctx, l.Generator, DayOf(l.Until))
	if err != nil || !found {
		return purse.Acc, err
	}
	return stored.Value, nil
}

// KeepAcc returns the purse after a change of acc with the day of the change. It stores the value before the first change of a day if
// a lease has ended since the change before it.
func (st *Store) KeepAcc(ctx context.Context, generator uint64, before, after types.Purse, today uint64) (types.Purse, error) {
	if after.Acc == before.Acc || before.AccDay >= today {
		return after, nil
	}
	after.AccDay = today
	needed, err := st.leaseEnds(ctx, generator, before.AccDay+1, today)
	if err != nil || !needed {
		return after, err
	}
	return after, st.DayIndexes.Set(ctx, collections.Join(generator, today), before.Acc)
}

// pruneDayIndex removes the value of acc that a lease until a day needed, unless another lease still needs it.
func (st *Store) pruneDayIndex(ctx context.Context, generator, day uint64) error {
	stored, found, err := st.firstDayIndex(ctx, generator, day)
	if err != nil || !found {
		return err
	}
	first, err := st.afterDayIndex(ctx, generator, day)
	if err != nil {
		return err
	}
	needed, err := st.leaseEnds(ctx, generator, first, stored.Key.K2())
	if err != nil || needed {
		return err
	}
	return st.DayIndexes.Remove(ctx, stored.Key)
}

// firstDayIndex returns the first stored value of acc from a day on.
func (st *Store) firstDayIndex(
	ctx context.Context, generator, day uint64,
) (stored collections.KeyValue[NumberKey, uint64], found bool, err error) {
	from := collections.NewPrefixedPairRange[uint64, uint64](generator).StartInclusive(day)
	err = st.DayIndexes.Walk(ctx, from, func(key NumberKey, acc uint64) (bool, error) {
		stored, found = collections.KeyValue[NumberKey, uint64]{Key: key, Value: acc}, true
		return true, nil
	})
	return stored, found, err
}

// afterDayIndex returns the day after the last stored one before a day; 0 if none is stored.
func (st *Store) afterDayIndex(ctx context.Context, generator, day uint64) (after uint64, err error) {
	before := collections.NewPrefixedPairRange[uint64, uint64](generator).EndExclusive(day).Descending()
	err = st.DayIndexes.Walk(ctx, before, func(key NumberKey, _ uint64) (bool, error) {
		after = key.K2() + 1
		return true, nil
	})
	return after, err
}

// leaseEnds reports whether a lease that is not settled ends at the beginning of a day from first to last.
func (st *Store) leaseEnds(ctx context.Context, generator, first, last uint64) (found bool, err error) {
	ends := new(collections.Range[LeaseKey]).
		StartInclusive(collections.Join3(generator, first, uint64(0))).
		EndExclusive(collections.Join3(generator, last+1, uint64(0)))
	err = st.LeaseEnds.Walk(ctx, ends, func(LeaseKey) (bool, error) {
		found = true
		return true, nil
	})
	return found, err
}
