package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/meterid/register"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// A meter has at most one quarantined reading. The more time passes, the more a rate allows: a register that
// jumped once would be plausible after some days. So while a reading is quarantined its limits hold, whatever time has passed: an
// advance that reaches a limit is quarantined as well. One that is plausible and below shows that the fault is over.

// limit returns the shortest advance that is quarantined like this one, steps; 0: none, because the advance is plausible, or because the
// register went back and has no digits: any value as low goes back as well.
func (a advance) limit(f register.Form) uint64 {
	if a.back && f.Digits == 0 || a.isPlausible() {
		return 0
	}
	return a.steps // above 0: no step is always plausible
}

// isHeld reports whether an advance reaches a limit of the quarantined reading.
func isHeld(q types.QuarantinedReading, v verdict) bool {
	reaches := func(steps, limit uint64) bool { return limit != 0 && steps >= limit }
	return reaches(v.imported.steps, q.ImportLimit) || reaches(v.exported.steps, q.ExportLimit)
}

// quarantined returns a reading in the form for the quarantine.
func quarantined(m *types.Meter, next types.Registers, v verdict, now int64) types.QuarantinedReading {
	f := m.Form()
	return types.QuarantinedReading{
		Meter:           m.Id,
		Registers:       next,
		ImportDelta:     v.imported.amount,
		ExportDelta:     v.exported.amount,
		ImportPlausible: v.imported.plausible,
		ExportPlausible: v.exported.plausible,
		ReceivedAt:      now,
		Code:            v.code,
		ImportLimit:     v.imported.limit(f),
		ExportLimit:     v.exported.limit(f),
	}
}

// latest returns the later one of two quarantined readings, the first if they are of the same time, with the lower limits of both: an
// issuer that has inspected a reading can release it as long as the device signs no later one.
func latest(first, second types.QuarantinedReading) types.QuarantinedReading {
	later, earlier := second, first
	if second.Registers.Time <= first.Registers.Time {
		later, earlier = first, second
	}
	lower := func(a, b uint64) uint64 {
		if a == 0 || b == 0 {
			return max(a, b)
		}
		return min(a, b)
	}
	later.ImportLimit = lower(later.ImportLimit, earlier.ImportLimit)
	later.ExportLimit = lower(later.ExportLimit, earlier.ExportLimit)
	return later
}

// overtaken returns the quarantined reading after the registers of the meter have advanced, and whether it is still quarantined.
// Registers that are as late as the reading, or that the issuer attested beyond a limit, leave nothing to decide.
func overtaken(m *types.Meter, q types.QuarantinedReading, after record, v verdict) (types.QuarantinedReading, bool) {
	if after.Time >= q.Registers.Time || isHeld(q, v) {
		return q, false
	}
	again := judgeAdvance(m, after, q.Registers)
	q.ImportDelta, q.ExportDelta = again.imported.amount, again.exported.amount
	q.ImportPlausible, q.ExportPlausible = again.imported.plausible, again.exported.plausible
	q.Code = types.READING_CODE_QUARANTINED
	if again.code == types.READING_CODE_REGISTER_WENT_BACK {
		q.Code = again.code
	}
	if q.ImportLimit != 0 {
		q.ImportLimit -= v.imported.steps
	}
	if q.ExportLimit != 0 {
		q.ExportLimit -= v.exported.steps
	}
	return q, true
}

// waiting returns the quarantined reading of a meter.
func (k *Keeper) waiting(ctx context.Context, id uint64) (types.QuarantinedReading, error) {
	q, err := k.quarantine.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return q, types.ErrNothingQuarantined.Wrapf("meter %d: expected a reading that waits, got none", id)
	}
	return q, err
}

// setWaiting writes the quarantined reading of a meter, or removes it.
func (k *Keeper) setWaiting(ctx context.Context, q types.QuarantinedReading, waits bool) error {
	if !waits {
		return k.quarantine.Remove(ctx, q.Meter)
	}
	return k.quarantine.Set(ctx, q.Meter, q)
}

// dropQuarantined removes the quarantined reading of a meter, if any.
func (k *Keeper) dropQuarantined(ctx context.Context, id uint64) error {
	waits, err := k.quarantine.Has(ctx, id)
	if err != nil || !waits {
		return err
	}
	r, err := k.record(ctx, id)
	if err != nil {
		return err
	}
	r.quarantined = false
	return k.setRecord(ctx, id, r)
}
