package due_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/due"
)

func TestQueueIsInTheOrderOfTimeKindAndID(t *testing.T) {
	f := setup(t)
	want := []item{
		{At: math.MinInt64, Kind: math.MaxUint32, ID: math.MaxUint64},
		{At: -1, Kind: 5, ID: 5},
		{At: 0, Kind: 0, ID: 1},
		{At: 7, Kind: 1, ID: 300},
		{At: 7, Kind: 2, ID: 0},
		{At: 7, Kind: 2, ID: 1},
		{At: 256, Kind: 0, ID: 0},
		{At: math.MaxInt64, Kind: 0, ID: 0},
	}
	for _, i := range []int{3, 7, 0, 5, 1, 6, 2, 4, 3} { // one of them twice
		f.push(t, want[i])
	}
	if got := f.waiting(t); !slices.Equal(got, want) {
		t.Errorf("expected %v, got %v", want, got)
	}
}

func TestRemove(t *testing.T) {
	f := setup(t)
	one, other := item{At: 1, Kind: 2, ID: 3}, item{At: 1, Kind: 2, ID: 4}
	f.push(t, one, other)
	for range 2 { // the second time there is nothing to remove
		if err := f.queue.Remove(f.ctx, one); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		it   item
		want bool
	}{{it: one, want: false}, {it: other, want: true}} {
		if got, err := f.queue.Has(f.ctx, tt.it); err != nil || got != tt.want {
			t.Errorf("%+v: expected %t, got %t, %v", tt.it, tt.want, got, err)
		}
	}
}

func TestParkedItems(t *testing.T) {
	failure := parked{Item: item{At: -5, Kind: 2, ID: 3}, Reason: "it would not", ParkedAt: 1000}

	t.Run("what is parked is found again", func(t *testing.T) {
		f := setup(t)
		if err := f.queue.Park(f.ctx, failure); err != nil {
			t.Fatal(err)
		}
		if got, err := f.queue.Parked(f.ctx, 2, 3); err != nil || got != failure {
			t.Errorf("expected %+v, got %+v, %v", failure, got, err)
		}
	})

	t.Run("there is one record for a kind and id, the latest", func(t *testing.T) {
		f := setup(t)
		later := failure
		later.At, later.Reason = 7, "nor would it again"
		for _, p := range []parked{failure, later} {
			if err := f.queue.Park(f.ctx, p); err != nil {
				t.Fatal(err)
			}
		}
		if got := f.failed(t); !slices.Equal(got, []parked{later}) {
			t.Errorf("expected %+v, got %+v", later, got)
		}
	})

	t.Run("a retry puts it back, due now", func(t *testing.T) {
		f := setup(t)
		if err := f.queue.Park(f.ctx, failure); err != nil {
			t.Fatal(err)
		}
		if err := f.queue.Retry(f.ctx, 2, 3, 1000); err != nil {
			t.Fatal(err)
		}
		if got, want := f.waiting(t), []item{{At: 1000, Kind: 2, ID: 3}}; !slices.Equal(got, want) {
			t.Errorf("expected %v waiting, got %v", want, got)
		}
		if got := f.failed(t); len(got) != 0 {
			t.Errorf("expected nothing parked, got %v", got)
		}
	})

	t.Run("a discarded one is gone", func(t *testing.T) {
		f := setup(t)
		if err := f.queue.Park(f.ctx, failure); err != nil {
			t.Fatal(err)
		}
		if err := f.queue.Discard(f.ctx, 2, 3); err != nil {
			t.Fatal(err)
		}
		if got := f.failed(t); len(got) != 0 || len(f.waiting(t)) != 0 {
			t.Errorf("expected nothing, got %v and %v", got, f.waiting(t))
		}
	})

	t.Run("what is not parked cannot be found, retried or discarded", func(t *testing.T) {
		f := setup(t)
		f.push(t, failure.Item) // waiting is not parked
		_, err := f.queue.Parked(f.ctx, 2, 3)
		for _, err := range []error{err, f.queue.Retry(f.ctx, 2, 3, 0), f.queue.Discard(f.ctx, 2, 3)} {
			if !errors.Is(err, due.ErrNotParked) {
				t.Errorf("expected %v, got %v", due.ErrNotParked, err)
			}
		}
		if got := f.waiting(t); !slices.Equal(got, []item{failure.Item}) {
			t.Errorf("expected the queue untouched, got %v", got)
		}
	})
}

// A genesis may bring any text.
func TestParkRefusesReasonsThatDoNotFit(t *testing.T) {
	tests := []struct {
		name   string
		reason string

		wantErr bool
	}{
		{name: "an empty reason fits", reason: "", wantErr: false},
		{name: "the longest reason fits", reason: string(make([]byte, due.MaxReason)), wantErr: false},
		{name: "one byte more does not", reason: string(make([]byte, due.MaxReason+1)), wantErr: true},
		{name: "half a rune does not", reason: "caf\xc3", wantErr: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := setup(t)
			err := f.queue.Park(f.ctx, parked{Reason: tt.reason})
			if (err != nil) != tt.wantErr {
				t.Errorf("expected an error %t, got %v", tt.wantErr, err)
			}
			if got := len(f.failed(t)); (got == 0) != tt.wantErr {
				t.Errorf("expected nothing parked %t, got %d items", tt.wantErr, got)
			}
		})
	}
}

func TestPagesOfQueries(t *testing.T) {
	f := setup(t)
	for id := range uint64(5) {
		f.push(t, item{At: 9, ID: id})
		if err := f.queue.Park(f.ctx, parked{Item: item{At: 9, ID: id}, Reason: "no", ParkedAt: 10}); err != nil {
			t.Fatal(err)
		}
	}

	var items []item
	var failures []parked
	waiting := &query.PageRequest{Limit: 2}
	failed := &query.PageRequest{Limit: 2}
	for range 3 {
		some, next, err := f.queue.Items(f.ctx, waiting)
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, some...)
		waiting.Key = next.NextKey

		few, next, err := f.queue.ParkedItems(f.ctx, failed)
		if err != nil {
			t.Fatal(err)
		}
		failures = append(failures, few...)
		failed.Key = next.NextKey
	}
	if want := f.waiting(t); !slices.Equal(items, want) || waiting.Key != nil {
		t.Errorf("expected three pages of %v, got %v", want, items)
	}
	if want := f.failed(t); !slices.Equal(failures, want) || failed.Key != nil {
		t.Errorf("expected three pages of %v, got %v", want, failures)
	}
}

// Nothing but Park writes these records, so another form is a broken store, and is said to be.
func TestBrokenRecordIsAnError(t *testing.T) {
	tests := []struct {
		name  string
		value []byte
	}{
		{name: "too short for two times", value: make([]byte, 15)},
		{name: "a reason that is too long", value: make([]byte, 16+due.MaxReason+1)},
		{name: "a reason that is not text", value: append(make([]byte, 16), 0xff)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := setup(t)
			if err := f.queue.Park(f.ctx, parked{Item: item{ID: 7}}); err != nil {
				t.Fatal(err)
			}
			f.ctx.KVStore(f.key).Set(parkedKey(0, 7), tt.value)

			if _, err := f.queue.Parked(f.ctx, 0, 7); !errors.Is(err, collections.ErrEncoding) {
				t.Errorf("expected %v, got %v", collections.ErrEncoding, err)
			}
			walk := f.queue.WalkParked(f.ctx, func(parked) (bool, error) { return false, nil })
			if !errors.Is(walk, collections.ErrEncoding) {
				t.Errorf("expected %v from the walk, got %v", collections.ErrEncoding, walk)
			}
		})
	}
}

func parkedKey(kind uint32, id uint64) []byte {
	key, err := collections.EncodeKeyWithPrefix(parkedPrefix.Bytes(),
		collections.PairKeyCodec(collections.Uint32Key, collections.Uint64Key), collections.Join(kind, id))
	if err != nil {
		panic(err)
	}
	return key
}
