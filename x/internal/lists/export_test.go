package lists_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"cosmossdk.io/collections"
	"cosmossdk.io/collections/colltest"

	"github.com/utilityd/utilityd/x/internal/lists"
)

func TestExport(t *testing.T) {
	store, ctx := colltest.MockStore()
	sb := collections.NewSchemaBuilder(store)
	litres := collections.NewMap(sb, collections.NewPrefix(1), "litres", collections.Uint64Key, collections.Uint64Value)
	next := collections.NewSequence(sb, collections.NewPrefix(2), "next")
	for _, n := range []uint64{300, 2, 40} {
		if err := litres.Set(ctx, n, n+1); err != nil {
			t.Fatal(err)
		}
	}
	if err := next.Set(ctx, 7); err != nil {
		t.Fatal(err)
	}

	var got struct {
		next   uint64
		litres []uint64
		lines  []string
		empty  []uint64
	}
	none := collections.NewMap(sb, collections.NewPrefix(3), "none", collections.Uint64Key, collections.Uint64Value)
	err := lists.Export(ctx,
		lists.Value(&got.next, next.Peek),
		lists.Values(&got.litres, litres),
		lists.Entries(&got.lines, litres, func(n, l uint64) string { return fmt.Sprint(n, " has ", l) }),
		lists.Values(&got.empty, none),
	)
	if err != nil {
		t.Fatal(err)
	}
	if got.next != 7 {
		t.Fatalf("expected 7, got %d", got.next)
	}
	if want := []uint64{3, 41, 301}; !slices.Equal(got.litres, want) {
		t.Fatalf("expected %d in the order of the keys, got %d", want, got.litres)
	}
	if want := []string{"2 has 3", "40 has 41", "300 has 301"}; !slices.Equal(got.lines, want) {
		t.Fatalf("expected %q, got %q", want, got.lines)
	}
	if got.empty != nil {
		t.Fatalf("expected no list of an empty map, got %d", got.empty)
	}
}

func TestExportEndsWithTheFirstError(t *testing.T) {
	broken := errors.New("broken")
	var taken []int
	step := func(n int, err error) lists.Step {
		return func(context.Context) error {
			taken = append(taken, n)
			return err
		}
	}
	err := lists.Export(context.Background(), step(1, nil), step(2, broken), step(3, nil))
	if !errors.Is(err, broken) || !slices.Equal(taken, []int{1, 2}) {
		t.Fatalf("expected to end with step 2, got %v after %d", err, taken)
	}
}
