package lists

import "iter"

// Runs returns the elements that follow each other with one key, a run at a time with its key.
func Runs[T any, K comparable](all []T, key func(*T) K) iter.Seq2[K, []T] {
	return func(yield func(K, []T) bool) {
		for start := 0; start < len(all); {
			k, end := key(&all[start]), start+1
			for end < len(all) && key(&all[end]) == k {
				end++
			}
			if !yield(k, all[start:end]) {
				return
			}
			start = end
		}
	}
}
