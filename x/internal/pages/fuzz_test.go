package pages_test

import (
	"errors"
	"slices"
	"testing"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/pages"
)

// FuzzDecode gives any bytes to the decoder: it accepts exactly what the twin accepts, and then has the twin's content.
func FuzzDecode(f *testing.F) {
	f.Fuzz(func(t *testing.T, columns uint8, bz []byte) {
		width := int(columns%9) + 1
		before := slices.Clone(bz)
		want, ok := decode(width, pages.Size, bz)
		var pg pages.Page
		err := pages.Decode(&pg, width, pages.Size, bz)
		switch {
		case (err == nil) != ok:
			t.Fatalf("expected to be accepted: %t, got %v", ok, err)
		case err != nil && !errors.Is(err, collections.ErrEncoding):
			t.Fatalf("expected an encoding error, got %v", err)
		case err == nil:
			same(t, &pg, want, false)
			same(t, &pg, want, true)
		}
		if !slices.Equal(bz, before) {
			t.Fatal("expected the bytes to stay")
		}
	})
}

// FuzzPage lives the life of a page that the bytes are.
func FuzzPage(f *testing.F) {
	f.Fuzz(func(t *testing.T, columns uint8, life []byte) {
		live(t, int(columns%9)+1, pages.Size, min(len(life)/4, 60), func(_ string, below uint64) uint64 {
			if len(life) == 0 {
				return 0
			}
			n := uint64(life[0]) % below
			life = life[1:]
			return n
		})
	})
}
