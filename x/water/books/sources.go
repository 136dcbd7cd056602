package books

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/lists"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/types"
)

// ExpectCapacity refuses capacity beyond the maximum of an area.
func (b *Books) ExpectCapacity(litres uint64) error {
	if room := types.MaxCapacity - min(b.Water.Capacity, types.MaxCapacity); litres > room {
		return types.ErrCapacityTooLarge.Wrapf("area %d: expected at most %d litres more, got %d", b.Area.Id, room, litres)
	}
	return nil
}

// activeSources returns the active sources of an area, by number. There are at most types.MaxSources.
func (b *Books) activeSources(ctx context.Context) (active []*types.Source, err error) {
	for key := range lists.EachKey(ctx, b.OpenSources, collections.NewPrefixedPairRange[uint64, uint64](b.Area.Id), &err) {
		s, err := b.Source(ctx, key.K2())
		if err != nil {
			return nil, err
		}
		if s.IsCurrent() {
			active = append(active, s)
		}
	}
	return active, err
}

// EndSource closes a source. The caller unbinds its meter.
func (b *Books) EndSource(ctx context.Context, s *types.Source) error {
	counters, err := b.Counters(ctx)
	if err != nil {
		return err
	}
	counters.OpenSources--
	s.Meter, s.Status = 0, types.SOURCE_STATUS_CLOSED
	return nil
}

// ExpectMeterFor checks that a meter measures water in the direction, and may be bound in the area.
func ExpectMeterFor(a types.Area, m meteridtypes.Meter, direction meteridtypes.Direction) error {
	switch {
	case m.Medium != meteridtypes.MEDIUM_WATER:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected a meter for water, got %s", m.Id, m.Medium)
	case m.Direction != direction:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected %s, got %s", m.Id, direction, m.Direction)
	case m.Status != meteridtypes.METER_STATUS_ACTIVE:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected an active meter, got %s", m.Id, m.Status)
	case a.Issuer != "" && a.Issuer != m.Issuer:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected the issuer %s, got %s", m.Id, a.Issuer, m.Issuer)
	}
	return nil
}

// ExpectUnbound refuses a meter that is bound.
func ExpectUnbound(m meteridtypes.Meter) error {
	if m.IsBound() {
		return types.ErrMeterBound.Wrapf("meter %d: expected no binding, got one to %s %d", m.Id, m.Binding.Module, m.Binding.Ref)
	}
	return nil
}
