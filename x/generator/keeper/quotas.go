package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
)

// dayOf is the number of the day (UTC) of a time.
func dayOf(now int64) int64 { return now / types.SecondsPerDay }

// quota is what an account has taken for free today, be it nothing. There is one record for each account, of the last day
// on which it took something.
func (k *Keeper) quota(ctx context.Context, generator uint64, who account, now int64) (types.Quota, error) {
	today := uint64(dayOf(now)) //nolint:gosec // block time is after 1970
	q, err := k.quotas.Get(ctx, collections.Join(generator, who.Bytes))
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return types.Quota{}, err
	}
	if err != nil || q.Day != today {
		q = types.Quota{Generator: generator, Account: who.Text, Day: today}
	}
	return q, nil
}

func (k *Keeper) setQuota(ctx context.Context, who account, q types.Quota) error {
	return k.quotas.Set(ctx, collections.Join(q.Generator, who.Bytes), q)
}

// leftOf is how much an account may still take for free on the day of its quota.
func leftOf(g types.Generator, q types.Quota) uint64 {
	return g.Request.FreeUnitsPerDay - min(q.Units, g.Request.FreeUnitsPerDay)
}

// takeFree returns the quota with units that are taken for free.
func takeFree(g types.Generator, q types.Quota, units uint64) (types.Quota, error) {
	if left := leftOf(g, q); units > left {
		return q, types.ErrQuotaUsed.Wrapf("generator %d: expected at most %d more today, got %d", g.Id, left, units)
	}
	q.Units += units
	return q, nil
}
