package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
)

// DayOf is the number of the day (UTC) of a time.
func DayOf(now int64) int64 { return now / types.SecondsPerDay }

// Quota is what an account has taken for free today, be it nothing. There is one record for each account, of the last day
// on which it took something.
func (st *Store) Quota(ctx context.Context, generator uint64, who Address, now int64) (types.Quota, error) {
	today := uint64(DayOf(now)) //nolint:gosec // block time is after 1970
	q, err := st.Quotas.Get(ctx, collections.Join(generator, who.Bytes))
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return types.Quota{}, err
	}
	if err != nil || q.Day != today {
		q = types.Quota{Generator: generator, Account: who.Text, Day: today}
	}
	return q, nil
}

// SetQuota stores what is left of a quota.
func (st *Store) SetQuota(ctx context.Context, who Address, q types.Quota) error {
	return st.Quotas.Set(ctx, collections.Join(q.Generator, who.Bytes), q)
}
