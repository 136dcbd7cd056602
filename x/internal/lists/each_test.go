package lists_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"cosmossdk.io/collections"
	"cosmossdk.io/collections/colltest"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/internal/pages"
)

type pair = collections.Pair[uint64, uint64]

var entries = []pair{collections.Join[uint64, uint64](1, 1), collections.Join[uint64, uint64](1, 2), collections.Join[uint64, uint64](2, 1)}

func TestEachReturnsTheEntriesOfARangeInOrder(t *testing.T) {
	store, ctx := colltest.MockStore()
	sb := collections.NewSchemaBuilder(store)
	pairs := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	litres := collections.NewMap(sb, collections.NewPrefix(1), "litres", pairs, collections.Uint64Value)
	open := collections.NewKeySet(sb, collections.NewPrefix(2), "open", pairs)
	holdings := pages.New(sb, collections.NewPrefix(3), "holdings", collections.Uint64Key,
		pages.Fields(func(v *uint64, row pages.Row) { row.Uint(0, v) }))
	for _, key := range []pair{entries[2], entries[0], entries[1]} {
		failed := errors.Join(
			litres.Set(ctx, key, 10*key.K1()+key.K2()), open.Set(ctx, key), holdings.Set(ctx, key.K1(), key.K2(), 10*key.K1()+key.K2()))
		if failed != nil {
			t.Fatal(failed)
		}
	}

	var err error
	var all, some, set, held []uint64
	for key, l := range lists.Each(ctx, litres, nil, &err) {
		all = append(all, key.K1(), key.K2(), l)
	}
	for _, l := range lists.Each(ctx, litres, collections.NewPrefixedPairRange[uint64, uint64](1), &err) {
		some = append(some, l)
	}
	for key := range lists.EachKey(ctx, open, collections.NewPrefixedPairRange[uint64, uint64](1), &err) {
		set = append(set, key.K2())
	}
	for n, l := range lists.EachRecord(ctx, holdings, 1, &err) {
		held = append(held, n, l)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name      string
		got, want []uint64
	}{
		{name: "without a range, all entries", got: all, want: []uint64{1, 1, 11, 1, 2, 12, 2, 1, 21}},
		{name: "those of a range", got: some, want: []uint64{11, 12}},
		{name: "the keys of a set", got: set, want: []uint64{1, 2}},
		{name: "the records of a prefix", got: held, want: []uint64{1, 11, 2, 12}},
	} {
		if !slices.Equal(tc.got, tc.want) {
			t.Errorf("%s: expected %d, got %d", tc.name, tc.want, tc.got)
		}
	}
}

// walkThree has the entries 1 to 3, each read by a call that may fail.
type walkThree func() error

func (read walkThree) Walk(_ context.Context, _ collections.Ranger[int], fn func(int, int) (bool, error)) error {
	for n := 1; n <= 3; n++ {
		if err := read(); err != nil {
			return err
		}
		if stop, err := fn(n, n); stop || err != nil {
			return err
		}
	}
	return nil
}

// keys has the keys of a map.
type keys struct{ walkThree }

func (k keys) Walk(ctx context.Context, in collections.Ranger[int], fn func(int) (bool, error)) error {
	return k.walkThree.Walk(ctx, in, func(n, _ int) (bool, error) { return fn(n) })
}

func TestEachEndsEarly(t *testing.T) {
	var reads int
	walk := walkThree(func() error { reads++; return nil })
	var err error
	for n := range lists.Each(t.Context(), walk, nil, &err) {
		if n == 2 {
			break
		}
	}
	if err != nil || reads != 2 {
		t.Fatalf("expected 2 reads, got %d, %v", reads, err)
	}

	first := func() (n int, err error) {
		for n := range lists.Each(t.Context(), walk, nil, &err) {
			return n, errors.New("early")
		}
		return 0, err
	}
	if n, err := first(); n != 1 || err == nil || err.Error() != "early" {
		t.Fatalf("expected 1 and the error of the return, got %d, %v", n, err)
	}
}

func TestEachStoresAFailedRead(t *testing.T) {
	broken := errors.New("the store is broken")
	fails := walkThree(func() error { return broken })
	works := walkThree(func() error { return nil })

	var err error
	var outer, inner, after int
	for range lists.Each(t.Context(), works, nil, &err) {
		outer++
		for range lists.Each(t.Context(), fails, nil, &err) {
			inner++
		}
	}
	for range lists.Each(t.Context(), works, nil, &err) {
		after++
	}
	for range lists.EachKey(t.Context(), keys{works}, nil, &err) {
		after++
	}
	if !errors.Is(err, broken) || outer != 1 || inner != 0 || after != 0 {
		t.Fatalf("expected one iteration outside and the error of the store, got %d, %d and %d, %v", outer, inner, after, err)
	}
}

func TestEachStopsAfterAnErrorOfTheLoop(t *testing.T) {
	walk := walkThree(func() error { return nil })
	var err error
	var visits int
	for n := range lists.Each(t.Context(), walk, nil, &err) {
		visits++
		if n == 2 {
			err = errors.New("the loop failed")
		}
	}
	if visits != 2 || err == nil {
		t.Fatalf("expected 2 visits and an error, got %d, %v", visits, err)
	}
	err = nil
	for n := range lists.EachKey(t.Context(), keys{walk}, nil, &err) {
		if n == 1 {
			err = errors.New("the loop failed")
		}
		visits++
	}
	if visits != 3 || err == nil {
		t.Fatalf("expected 1 more visit and an error, got %d, %v", visits, err)
	}
}
