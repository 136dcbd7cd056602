package keeper

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// minRun is the minimum number of meters in a row that are read by walking: reading few that way costs more than looking
// each of them up.
const minRun = 8

// metersOf loads the meter of each reading; nil: there is none. A gateway has meters that were registered together and
// have numbers in a row: walking over them costs a fraction of looking each of them up.
func (k *Keeper) metersOf(ctx context.Context, readings []types.Reading) ([]*types.Meter, error) {
	order := make([]int, len(readings))
	for i := range order {
		order[i] = i
	}
	number := func(i int) uint64 { return readings[i].Meter }
	if !slices.IsSortedFunc(order, func(i, j int) int { return cmp.Compare(number(i), number(j)) }) {
		slices.SortFunc(order, func(i, j int) int { return cmp.Or(cmp.Compare(number(i), number(j)), cmp.Compare(i, j)) })
	}
	meters := make([]*types.Meter, len(readings))
	for len(order) > 0 {
		n := 1
		for n < len(order) && number(order[n])-number(order[n-1]) <= 1 {
			n++
		}
		load := k.walkMeters
		if number(order[n-1])-number(order[0]) < minRun {
			load = k.lookUpMeters
		}
		if err := load(ctx, readings, order[:n], meters); err != nil {
			return nil, err
		}
		order = order[n:]
	}
	return meters, nil
}

// walkMeters loads the meters of readings that are sorted by meter, without a gap.
func (k *Keeper) walkMeters(ctx context.Context, readings []types.Reading, order []int, meters []*types.Meter) error {
	first, last := readings[order[0]].Meter, readings[order[len(order)-1]].Meter
	iter, err := k.meters.Iterate(ctx, new(collections.Range[uint64]).StartInclusive(first).EndInclusive(last))
	if err != nil {
		return err
	}
	defer iter.Close()
	loaded := make([]types.Meter, 0, last-first+1)
	for ; iter.Valid(); iter.Next() {
		m, err := iter.Value()
		if err != nil {
			return err
		}
		loaded = append(loaded, m)
		for len(order) > 0 && readings[order[0]].Meter < m.Id {
			order = order[1:]
		}
		for len(order) > 0 && readings[order[0]].Meter == m.Id {
			meters[order[0]] = &loaded[len(loaded)-1]
			order = order[1:]
		}
	}
	return nil
}

// lookUpMeters loads the meters of readings that are sorted by meter.
func (k *Keeper) lookUpMeters(ctx context.Context, readings []types.Reading, order []int, meters []*types.Meter) error {
	for n, i := range order {
		if n > 0 && readings[i].Meter == readings[order[n-1]].Meter {
			meters[i] = meters[order[n-1]]
			continue
		}
		m, err := k.meters.Get(ctx, readings[i].Meter)
		switch {
		case errors.Is(err, collections.ErrNotFound):
			continue
		case err != nil:
			return err
		}
		meters[i] = &m
	}
	return nil
}
