package invariant

import (
	"errors"
	"fmt"
)

// ErrBroken is wrapped by the error of every check that finds its equation does not hold.
var ErrBroken = errors.New("invariant is broken")

// Broken returns the error of a check that failed, which reads `expected X, got Y`.
func Broken(format string, args ...any) error {
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), ErrBroken)
}
