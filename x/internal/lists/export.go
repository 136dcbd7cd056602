package lists

import (
	"context"
)

// Step reads a part of the state into a genesis file.
type Step = func(ctx context.Context) error

// Export runs the steps in order until one fails.
func Export(ctx context.Context, steps ...Step) error {
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Value reads one value.
func Value[V any](into *V, get func(context.Context) (V, error)) Step {
	return func(ctx context.Context) (err error) {
		*into, err = get(ctx)
		return err
	}
}

// Values reads all values of a map, in the order of its keys.
func Values[K, V any](into *[]V, m walker[K, V]) Step {
	return Entries(into, m, func(_ K, v V) V { return v })
}

// Entries reads all entries of a map, in the order of its keys, each in the form that fn gives it.
func Entries[K, V, E any](into *[]E, m walker[K, V], fn func(K, V) E) Step {
	return func(ctx context.Context) (err error) {
		for k, v := range Each(ctx, m, nil, &err) {
			*into = append(*into, fn(k, v))
		}
		return err
	}
}
