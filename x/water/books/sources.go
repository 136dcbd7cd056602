package books

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/lists"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// ExpectCapacity refuses capacity beyond the maximum of an area.
func (b *Books) ExpectCapacity(litres uint64) error {
	if room := types.MaxCapacity - min(b.Water.Capacity, types.MaxCapacity); litres > room {
		return types.ErrCapacityTooLarge.Wrapf("area %d: expected at most %d litres more, got %d", b.Area.Id, room, litres)
	}
	return nil
}

// servingSources returns the sources of an area that are active or have ended in the running period, by number. There are at most
// types.MaxSources.
func (b *Books) servingSources(ctx context.Context) (serving []*types.Source, err error) {
	for key := range lists.EachKey(ctx, b.OpenSources, collections.NewPrefixedPairRange[uint64, uint64](b.Area.Id), &err) {
		s, err := b.Source(ctx, key.K2())
		if err != nil {
			return nil, err
		}
		if s.Status != types.SOURCE_STATUS_PROPOSED {
			serving = append(serving, s)
		}
	}
	return serving, err
}

// EndSource ends a source: one that serves the running period is paid for its time at the end of the period, any other one closes at once. The
// caller unbinds its meter.
func (b *Books) EndSource(ctx context.Context, s *types.Source) error {
	serves := s.IsCurrent() && b.Water.Period != 0 && s.FromPeriod <= b.Water.Period
	s.Meter, s.Status, s.EndedAt = 0, types.SOURCE_STATUS_ENDED, b.Now
	s.PendingLossLitres, s.PendingEvidence = 0, ""
	if serves {
		return nil
	}
	return b.closeSource(ctx, s)
}

func (b *Books) closeSource(ctx context.Context, s *types.Source) error {
	counters, err := b.Counters(ctx)
	if err != nil {
		return err
	}
	counters.OpenSources--
	s.Status = types.SOURCE_STATUS_CLOSED
	return nil
}

// IssuerSuccessor returns the successor of the issuer of the area, if governance has named one.
func (b *Books) IssuerSuccessor(ctx context.Context) (string, error) {
	if b.Area.Issuer == "" {
		return "", nil
	}
	return b.Meters.Successor(ctx, b.Area.Issuer)
}

// LoseWater takes a loss of a source out of the stock.
func (b *Books) LoseWater(s *types.Source, litres uint64) (ledger.Ledger, error) {
	if limit := min(s.Losable(), uint64(max(b.Water.Stock, 0))); litres > limit { //nolint:gosec // not below 0
		return b.Water, types.ErrLossTooLarge.Wrapf("area %d, source %d: expected at most %d litres, got %d", s.Area, s.Id, limit, litres)
	}
	return b.Water.Lose(litres)
}

// ExpectMeterFor checks that a meter measures water in the direction, and may be bound in the area: it is certified by the issuer of the
// area or by its successor.
func ExpectMeterFor(a types.Area, m meteridtypes.Meter, successor string, direction meteridtypes.Direction) error {
	switch {
	case m.Medium != meteridtypes.MEDIUM_WATER:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected a meter for water, got %s", m.Id, m.Medium)
	case m.Direction != direction:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected %s, got %s", m.Id, direction, m.Direction)
	case m.Status != meteridtypes.METER_STATUS_ACTIVE:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected an active meter, got %s", m.Id, m.Status)
	case a.Issuer != "" && a.Issuer != m.Issuer && successor != m.Issuer:
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
