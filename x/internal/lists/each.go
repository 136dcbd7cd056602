package lists

import (
	"context"
	"iter"

	"cosmossdk.io/collections"
)

// walker is a map of the state.
type walker[K, V any] interface {
	Walk(ctx context.Context, ranger collections.Ranger[K], fn func(K, V) (stop bool, err error)) error
}

// Each returns the entries of a map in ascending order: all of them if ranger is nil, else those in its range.
//
// A failed read ends the loop and is stored in err. Loops that share an err end together: after a loop inside fails, the loop
// around it ends with that iteration; with an error in err, no loop begins. So err is checked once, after the loops:
//
//	for id, area := range lists.Each(ctx, k.Areas, nil, &err) {
//		var sum uint64
//		for _, h := range lists.EachRecord(ctx, k.Holdings, id, &err) {
//			sum += h.Litres
//		}
//		if err == nil && sum != area.Litres {
//			return invariant.Broken("area %d: expected %d litres, got %d", id, sum, area.Litres)
//		}
//	}
//	return err
func Each[K, V any](ctx context.Context, m walker[K, V], ranger collections.Ranger[K], err *error) iter.Seq2[K, V] {
	return loop(func(fn func(K, V) (bool, error)) error { return m.Walk(ctx, ranger, fn) }, err)
}

// recordWalker is a map of package pages.
type recordWalker[P, V any] interface {
	Walk(ctx context.Context, prefix P, fn func(n uint64, v V) (stop bool, err error)) error
}

// EachRecord is Each for the records of a prefix in a map of package pages.
func EachRecord[P, V any](ctx context.Context, m recordWalker[P, V], prefix P, err *error) iter.Seq2[uint64, V] {
	return loop(func(fn func(uint64, V) (bool, error)) error { return m.Walk(ctx, prefix, fn) }, err)
}

func loop[K, V any](walk func(fn func(K, V) (stop bool, err error)) error, err *error) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		if *err != nil {
			return
		}
		failed := walk(func(k K, v V) (bool, error) {
			return !yield(k, v) || *err != nil, nil
		})
		if *err == nil {
			*err = failed
		}
	}
}

// keyWalker is a set of keys of the state.
type keyWalker[K any] interface {
	Walk(ctx context.Context, ranger collections.Ranger[K], fn func(K) (stop bool, err error)) error
}

// EachKey is Each for a set of keys.
func EachKey[K any](ctx context.Context, m keyWalker[K], ranger collections.Ranger[K], err *error) iter.Seq[K] {
	return func(yield func(K) bool) {
		walk := func(fn func(K, struct{}) (bool, error)) error {
			return m.Walk(ctx, ranger, func(k K) (bool, error) { return fn(k, struct{}{}) })
		}
		for k := range loop(walk, err) {
			if !yield(k) {
				return
			}
		}
	}
}
