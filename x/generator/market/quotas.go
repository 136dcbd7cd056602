package market

import (
	"github.com/utilityd/utilityd/x/generator/types"
)

// FreeUnitsLeft returns the units that an account may still take for free on the day of its quota.
func FreeUnitsLeft(g types.Generator, q types.Quota) uint64 {
	return g.Request.FreeUnitsPerDay - min(q.Units, g.Request.FreeUnitsPerDay)
}

// UseQuota returns the quota with units that are taken for free.
func UseQuota(g types.Generator, q types.Quota, units uint64) (types.Quota, error) {
	if left := FreeUnitsLeft(g, q); units > left {
		return q, types.ErrQuotaUsed.Wrapf("generator %d: expected at most %d more today, got %d", g.Id, left, units)
	}
	q.Units += units
	return q, nil
}
