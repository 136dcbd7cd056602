package queue

import (
	"context"
	"fmt"
)

// Check walks the queue and returns an error unless each lane with pending items has exactly one turn, no later than its first item
// may be done, and each turn is found by its lane. A lane without items keeps its turn until Run comes to it.
func (s *Store) Check(ctx context.Context) error {
	latest := now(ctx) + perMillisecond - 1
	turns := map[Lane]int64{}
	err := s.WalkTurns(ctx, func(t Turn) error {
		if at, twice := turns[t.Lane]; twice {
			return fmt.Errorf("expected one turn of %s record %d, got %d and %d", t.Module, t.Record, at, t.At)
		}
		turns[t.Lane] = t.At
		at, err := s.turnOf.Get(ctx, t.key())
		if err != nil {
			return fmt.Errorf("turn of %s record %d: %w", t.Module, t.Record, err)
		}
		if at != t.At {
			return fmt.Errorf("expected the turn of %s record %d at %d, got %d", t.Module, t.Record, t.At, at)
		}
		return nil
	})
	if err != nil {
		return err
	}

	err = s.turnOf.Walk(ctx, nil, func(lane laneKey, at int64) (bool, error) {
		if _, ok := turns[Lane{Module: lane.K1(), Record: lane.K2()}]; !ok {
			return true, fmt.Errorf("expected a turn of %s record %d at %d, got none", lane.K1(), lane.K2(), at)
		}
		return false, nil
	})
	if err != nil {
		return err
	}

	var last Lane // pending items are in the order of lanes
	return s.WalkPending(ctx, func(module string, it Item) error {
		lane := Lane{Module: module, Record: it.Record}
		if lane == last {
			return nil
		}
		last = lane
		at, ok := turns[lane]
		if !ok {
			return fmt.Errorf("expected a turn for %s, got none", describe(module, it))
		}
		if at > max(nanoseconds(it.At), latest) {
			return fmt.Errorf("expected a turn for %s, due at %d, got it at %d ns", describe(module, it), it.At, at)
		}
		return nil
	})
}
