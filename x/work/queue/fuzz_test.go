package queue_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/work/queue"
)

// FuzzQueue runs the story that the bytes are, up to 20 blocks of it.
func FuzzQueue(f *testing.F) {
	f.Fuzz(func(t *testing.T, story []byte) {
		blocks := min(len(story)/8, 20)
		play(t, blocks, func(_ string, below int) int {
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
		f.push(t, item{Record: 1, Number: 0}, item{Record: 1, Number: 1})
		f.run(t, 2, func(_ sdk.Context, it item, _ *queue.Budget) (bool, error) {
			if it.Number == 1 {
				panic(text)
			}
			return false, errors.New(text)
		})
		for i, p := range f.failedItems(t) {
			if len(p.Reason) > queue.MaxReason || !utf8.ValidString(p.Reason) {
				t.Errorf("expected at most %d bytes of UTF-8, got %q", queue.MaxReason, p.Reason)
			}
			whole := []string{"", "panic: "}[i] + text
			if !utf8.ValidString(text) {
				continue
			}
			if !strings.HasPrefix(whole, p.Reason) || len(p.Reason) < min(len(whole), queue.MaxReason-utf8.UTFMax+1) {
				t.Errorf("expected the beginning of %q, got %q", whole, p.Reason)
			}
		}
	})
}

// FuzzRecord reads any bytes as a failed item: an error, or a record that is written as the same bytes again.
func FuzzRecord(f *testing.F) {
	f.Fuzz(func(t *testing.T, value []byte) {
		if len(value) == 0 {
			return // a store does not hold it
		}
		f := setup(t)
		store := f.ctx.KVStore(f.key)
		store.Set(failedKey(1, 3, 7), value)

		p, err := f.queue.Failed(f.ctx, 1, 3, 7)
		if err != nil {
			if !errors.Is(err, collections.ErrEncoding) {
				t.Fatalf("expected %v, got %v", collections.ErrEncoding, err)
			}
			return
		}
		if err := f.store.PutFailed(f.ctx, "work", p); err != nil {
			t.Fatal(err)
		}
		if again := store.Get(failedKey(1, 3, 7)); string(again) != string(value) {
			t.Fatalf("expected %x again, got %x", value, again)
		}
	})
}
