package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/water/types"
)

// Period returns a period of an area whose enrolment has opened.
func (st *Store) Period(ctx context.Context, area, number uint64) (types.Period, error) {
	p, err := st.Periods.Get(ctx, collections.Join(area, number))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Period{}, types.ErrPeriodNotFound.Wrapf("area %d: expected the number of a period, got %d", area, number)
	}
	return p, err
}

// SetPeriod stores a period.
func (st *Store) SetPeriod(ctx context.Context, p types.Period) error {
	return st.Periods.Set(ctx, collections.Join(p.Area, p.Number), p)
}
