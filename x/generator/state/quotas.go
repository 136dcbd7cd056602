package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
)

// DayOf returns the number of the day (UTC) of a time.
func DayOf(now int64) int64 { return now / types.SecondsPerDay }

// Quota returns the units that an account took for free today. Each account has one record, of the last day on which it took
// any.
func (st *Store) Quota(ctx context.Context, generator uint64, account Address, now int64) (types.Quota, error) {
	today := uint64(DayOf(now)) //nolint:gosec // block time is after 1970
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
