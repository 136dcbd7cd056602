package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
)

// DayOf returns the number of the day (UTC) of a time. Block time is after 1970.
func DayOf(now int64) uint64 { return uint64(max(0, now) / types.SecondsPerDay) } //nolint:gosec // not negative

// DayStart returns the first second of a day. All days are those of block times, or of times that were checked.
func DayStart(day uint64) int64 { return int64(day) * types.SecondsPerDay } //nolint:gosec // a time divided by the length of a day

// Quota returns the units that an account took for free today. Each account has one record, of the last day on which it took
// any.
func (st *Store) Quota(ctx context.Context, generator uint64, account Address, now int64) (types.Quota, error) {
	today := DayOf(now)
	q, err := st.Quotas.Get(ctx, collections.Join(generator, account.Bytes))
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return types.Quota{}, err
	}
	if err != nil || q.Day != today {
		q = types.Quota{Generator: generator, Account: account.Text, Day: today}
	}
	return q, nil
}

// SetQuota stores a quota.
func (st *Store) SetQuota(ctx context.Context, account Address, q types.Quota) error {
	return st.Quotas.Set(ctx, collections.Join(q.Generator, account.Bytes), q)
}
