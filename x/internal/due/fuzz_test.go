package due_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/due"
)

// FuzzQueue runs the story that the bytes are, up to 20 blocks of it.
func FuzzQueue(f *testing.F) {
	f.Fuzz(func(t *testing.T, story []byte) {
		blocks := min(len(story)/8, 20)
		tell(t, blocks, func(_ string, below int) int {
			if len(story) == 0 {
				return 0
			}
			n := int(story[0]) % below
			story = story[1:]
			return n
		})
	})
}

// FuzzReason lets an item fail with any text, once as an error and once as a panic.
func FuzzReason(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		f := setup(t)
		f.push(t, item{ID: 0}, item{ID: 1})
		f.run(t, 2, func(_ sdk.Context, it item, _ *due.Budget) (bool, error) {
			if it.ID == 1 {
				panic(text)
			}
			return false, errors.New(text)
		})
		for i, p := range f.failed(t) {
			if len(p.Reason) > due.MaxReason || !utf8.ValidString(p.Reason) {
				t.Errorf("expected at most %d bytes of UTF-8, got %q", due.MaxReason, p.Reason)
			}
			whole := []string{"", "panic: "}[i] + text
			if !utf8.ValidString(text) {
				continue
			}
			if !strings.HasPrefix(whole, p.Reason) || len(p.Reason) < min(len(whole), due.MaxReason-utf8.UTFMax+1) {
				t.Errorf("expected the beginning of %q, got %q", whole, p.Reason)
			}
		}
	})
}

// FuzzRecord reads any bytes as a parked item: an error, or a record that is written as the same bytes again.
func FuzzRecord(f *testing.F) {
	f.Fuzz(func(t *testing.T, value []byte) {
		if len(value) == 0 {
			return // a store does not hold it
		}
		f := setup(t)
		store := f.ctx.KVStore(f.key)
		store.Set(parkedKey(3, 7), value)

		p, err := f.queue.Parked(f.ctx, 3, 7)
		if err != nil {
			if !errors.Is(err, collections.ErrEncoding) {
				t.Fatalf("expected %v, got %v", collections.ErrEncoding, err)
			}
			return
		}
		if err := f.queue.Park(f.ctx, p); err != nil {
			t.Fatal(err)
		}
		if again := store.Get(parkedKey(3, 7)); string(again) != string(value) {
			t.Fatalf("expected %x again, got %x", value, again)
		}
	})
}
