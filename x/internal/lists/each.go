package lists

import (
	"context"
	"iter"
)

// walker is a map of the state: of collections, with a ranger for R, or of pages, with a prefix for R.
type walker[R, K, V any] interface {
	Walk(ctx context.Context, in R, fn func(K, V) (stop bool, err error)) error
}

// Each returns the entries of a map in ascending order: all of them if in is nil, else those in that range or with that prefix.
//
// A failed read ends the loop and is stored in err. Loops that share an err end together: after a loop inside fails, the loop
// around it ends with that iteration; with an error in err, no loop begins. So err is checked once, after the loops:
//
//	for id, area := range lists.Each(ctx, k.Areas, nil, &err) {
//		var sum uint64
//		for _, h := range lists.Each(ctx, k.Holdings, id, &err) {
//			sum += h.Litres
//		}
//		if err == nil && sum != area.Litres {
//			return invariant.Broken("area %d: expected %d litres, got %d", id, sum, area.Litres)
//		}
//	}
//	return err
func Each[R, K, V any](ctx context.Context, m walker[R, K, V], in R, err *error) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		if *err != nil {
			return
		}
		failed := m.Walk(ctx, in, func(k K, v V) (bool, error) {
			return !yield(k, v) || *err != nil, nil
		})
		if *err == nil {
			*err = failed
		}
	}
}

// keyWalker is a set of keys of the state.
type keyWalker[R, K any] interface {
	Walk(ctx context.Context, in R, fn func(K) (stop bool, err error)) error
}

// EachKey is Each for a set of keys.
func EachKey[R, K any](ctx context.Context, m keyWalker[R, K], in R, err *error) iter.Seq[K] {
	return func(yield func(K) bool) {
		if *err != nil {
			return
		}
		failed := m.Walk(ctx, in, func(k K) (bool, error) {
			return !yield(k) || *err != nil, nil
		})
		if *err == nil {
			*err = failed
		}
	}
}
