package invariant_test

import (
	"errors"
	"testing"

	"github.com/utilityd/utilityd/x/internal/invariant"
)

func TestBroken(t *testing.T) {
	err := invariant.Broken("area %d: expected %d, got %d", 1, 2, 3)
	if !errors.Is(err, invariant.ErrBroken) {
		t.Fatalf("expected ErrBroken, got %v", err)
	}
	if want := "area 1: expected 2, got 3: invariant is broken"; err.Error() != want {
		t.Fatalf("expected %q, got %q", want, err)
	}
}
