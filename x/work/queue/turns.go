package queue

import (
	"context"
	"errors"
	"math"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// A lane with pending items has one turn: the time from which its first item may be done, or a place behind all that are due if it
// was served and has more to do. Two blocks differ by a millisecond or more, so the nanoseconds of one are places in it.

// Turn is a turn of a lane, for the genesis.
type Turn struct {
	Lane

	At    int64  // Unix nanoseconds
	Spent uint64 // units that it has used: the block ended before the turn did
}

const (
	perMillisecond = 1_000_000
	perSecond      = 1_000_000_000
)

// advance sets the turn of a lane to a time, in Unix seconds, or behind all due turns if that has passed, unless it has an earlier one.
func (s *Store) advance(ctx context.Context, lane Lane, at int64) error {
	to := nanoseconds(at)
	current, err := s.turnOf.Get(ctx, lane.key())
	found := err == nil
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	if found && current <= max(to, now(ctx)+perMillisecond-1) {
		return nil
	}
	if to <= now(ctx) {
		to = back(ctx)
	}
	return s.moveTurn(ctx, Turn{Lane: lane, At: current}, Turn{Lane: lane, At: to})
}

// SetTurn gives a lane its turn, in place of the one it has.
func (s *Store) SetTurn(ctx context.Context, t Turn) error {
	current, err := s.turnOf.Get(ctx, t.key())
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	return s.moveTurn(ctx, Turn{Lane: t.Lane, At: current}, t)
}

func (s *Store) moveTurn(ctx context.Context, from, to Turn) error {
	if err := s.turns.Remove(ctx, from.turnKey()); err != nil {
		return err
	}
	if err := s.turnOf.Set(ctx, to.key(), to.At); err != nil {
		return err
	}
	return s.turns.Set(ctx, to.turnKey(), to.Spent)
}

func (s *Store) endTurn(ctx context.Context, t Turn) error {
	if err := s.turns.Remove(ctx, t.turnKey()); err != nil {
		return err
	}
	return s.turnOf.Remove(ctx, t.key())
}

// WalkTurns visits the turns in their order.
func (s *Store) WalkTurns(ctx context.Context, visit func(Turn) error) error {
	return s.turns.Walk(ctx, nil, func(key turnKey, spent uint64) (bool, error) {
		err := visit(turnFrom(key, spent))
		return err != nil, err
	})
}

// readTurns returns the first turns up to a time that come after one, at most limit.
func (s *Store) readTurns(ctx context.Context, after *Turn, until int64, limit uint64) ([]Turn, error) {
	var due collections.Range[turnKey]
	if after != nil {
		due.StartExclusive(after.turnKey())
	}
	return s.someTurns(ctx, upTo(&due, until), limit)
}

// lastTurn returns the place of the last turn up to the end of the millisecond that begins at now, at least now.
func (s *Store) lastTurn(ctx context.Context, now int64) (int64, error) {
	var due collections.Range[turnKey]
	turns, err := s.someTurns(ctx, upTo(&due, now+perMillisecond-1).Descending(), 1)
	if err != nil || len(turns) == 0 {
		return now, err
	}
	return max(turns[0].At, now), nil
}

func (s *Store) someTurns(ctx context.Context, of *collections.Range[turnKey], limit uint64) ([]Turn, error) {
	iterator, err := s.turns.Iterate(ctx, of)
	if err != nil {
		return nil, err
	}
	defer iterator.Close()

	turns := make([]Turn, 0, limit)
	for ; uint64(len(turns)) < limit && iterator.Valid(); iterator.Next() {
		entry, err := iterator.KeyValue()
		if err != nil {
			return nil, err
		}
		turns = append(turns, turnFrom(entry.Key, entry.Value))
	}
	return turns, nil
}

func upTo(r *collections.Range[turnKey], until int64) *collections.Range[turnKey] {
	return r.EndExclusive(collections.TriplePrefix[int64, string, uint64](until + 1))
}

func (t Turn) turnKey() turnKey { return collections.Join3(t.At, t.Module, t.Record) }

func turnFrom(key turnKey, spent uint64) Turn {
	return Turn{Lane: Lane{Module: key.K2(), Record: key.K3()}, At: key.K1(), Spent: spent}
}

// back returns a place behind all that are due: the next one in a run, and else the time of the block.
func back(ctx context.Context) int64 {
	r, ok := ctx.Value(runKey{}).(*run)
	if !ok {
		return now(ctx)
	}
	r.last++
	return r.last
}

// now returns the time of the block in Unix nanoseconds, at the beginning of its millisecond.
func now(ctx context.Context) int64 {
	return clamp(sdk.UnwrapSDKContext(ctx).BlockTime().UnixMilli(), perMillisecond)
}

// nanoseconds converts Unix seconds.
func nanoseconds(seconds int64) int64 { return clamp(seconds, perSecond) }

// clamp multiplies. Times before 1970, or after 2262, when int64 ends, become those.
func clamp(at, by int64) int64 {
	return min(max(at, 0), (math.MaxInt64-perSecond)/by) * by
}
