package queue_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/work/queue"
)

func TestQueueIsInTheOrderOfTimeKindAndNumber(t *testing.T) {
	f := setup(t)
	want := []item{
		{Record: 1, At: math.MinInt64, Kind: math.MaxUint32, Number: math.MaxUint64},
		{Record: 1, At: -1, Kind: 5, Number: 5},
		{Record: 1, At: 0, Kind: 0, Number: 1},
		{Record: 1, At: 7, Kind: 1, Number: 300},
		{Record: 1, At: 7, Kind: 2, Number: 0},
		{Record: 1, At: 7, Kind: 2, Number: 1},
		{Record: 1, At: 256, Kind: 0, Number: 0},
		{Record: 1, At: math.MaxInt64, Kind: 0, Number: 0},
	}
	for _, i := range []int{3, 7, 0, 5, 1, 6, 2, 4, 3} { // one of them twice
		f.push(t, want[i])
	}
	if got := f.pending(t); !slices.Equal(got, want) {
		t.Errorf("expected %v, got %v", want, got)
	}
}

func TestRemove(t *testing.T) {
	f := setup(t)
	one, other := item{Record: 1, At: 1, Kind: 2, Number: 3}, item{Record: 1, At: 1, Kind: 2, Number: 4}
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
		if got, failed, err := f.queue.State(f.ctx, tt.it); err != nil || got != tt.want || failed {
			t.Errorf("%+v: expected pending %t, got %t, failed %t, %v", tt.it, tt.want, got, failed, err)
		}
	}
}

func TestFailedItems(t *testing.T) {
	failure := failed{Item: item{Record: 1, At: -5, Kind: 2, Number: 3}, Reason: "it would not", FailedAt: 1000}

	t.Run("a failed item is found again", func(t *testing.T) {
		f := setup(t)
		f.putFailed(t, failure)
		if got, err := f.queue.Failed(f.ctx, 1, 2, 3); err != nil || got != failure {
			t.Errorf("expected %+v, got %+v, %v", failure, got, err)
		}
		if pending, failed, err := f.queue.State(f.ctx, failure.Item); pending || !failed || err != nil {
			t.Errorf("expected a failed item, got pending %t, failed %t, %v", pending, failed, err)
		}
	})

	t.Run("there is one record for a record, kind and number, the latest", func(t *testing.T) {
		f := setup(t)
		later := failure
		later.At, later.Reason = 7, "nor would it again"
		f.putFailed(t, failure, later)
		if got := f.failedItems(t); !slices.Equal(got, []failed{later}) {
			t.Errorf("expected %+v, got %+v", later, got)
		}
	})

	t.Run("a retry puts it back at its time", func(t *testing.T) {
		f := setup(t)
		f.putFailed(t, failure)
		if got, err := f.queue.Retry(f.ctx, 1, 2, 3); err != nil || got != failure.Item {
			t.Fatalf("expected %+v, got %+v, %v", failure.Item, got, err)
		}
		if got := f.pending(t); !slices.Equal(got, []item{failure.Item}) {
			t.Errorf("expected %v pending, got %v", failure.Item, got)
		}
		if got := f.failedItems(t); len(got) != 0 {
			t.Errorf("expected nothing failed, got %v", got)
		}
		f.check(t)
	})

	t.Run("a cancelled one is gone, failed or pending or neither", func(t *testing.T) {
		f := setup(t)
		f.putFailed(t, failure)
		f.push(t, failure.Item)
		for range 2 {
			if err := f.queue.Cancel(f.ctx, failure.Item); err != nil {
				t.Fatal(err)
			}
			if got := f.failedItems(t); len(got) != 0 || len(f.pending(t)) != 0 {
				t.Errorf("expected nothing, got %v and %v", got, f.pending(t))
			}
		}
	})

	t.Run("an item that did not fail cannot be found among the failed, nor retried", func(t *testing.T) {
		f := setup(t)
		f.push(t, failure.Item)
		if err := f.store.PutFailed(f.ctx, "water", failure); err != nil { // the same record of another module
			t.Fatal(err)
		}
		_, found := f.queue.Failed(f.ctx, 1, 2, 3)
		_, retried := f.queue.Retry(f.ctx, 1, 2, 3)
		for _, err := range []error{found, retried} {
			if !errors.Is(err, queue.ErrNotFailed) {
				t.Errorf("expected %v, got %v", queue.ErrNotFailed, err)
			}
		}
		if got := f.pending(t); !slices.Equal(got, []item{failure.Item}) {
			t.Errorf("expected the queue untouched, got %v", got)
		}
	})
}

// A module walks its own work and no other.
func TestWalk(t *testing.T) {
	f := setup(t)
	one, two := item{Record: 1, At: 5}, item{Record: 2, At: 3}
	f.push(t, two, one)
	f.pushTo(t, "wor", one)
	f.pushTo(t, "works", one)
	f.putFailed(t, failed{Item: two, Reason: "no"})
	var got []string
	visit := func(it item, failed bool) error {
		got = append(got, fmt.Sprint(it.Record, failed))
		return nil
	}
	if err := f.queue.Walk(f.ctx, visit); err != nil {
		t.Fatal(err)
	}
	if want := []string{"1 false", "2 false", "2 true"}; !slices.Equal(got, want) {
		t.Errorf("expected %q, got %q", want, got)
	}
	stop := errors.New("stop")
	if err := f.queue.Walk(f.ctx, func(item, bool) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("expected %v, got %v", stop, err)
	}
}

// A genesis may bring any text.
func TestPutFailedRefusesReasonsThatDoNotFit(t *testing.T) {
	tests := []struct {
		name   string
		reason string

		wantErr bool
	}{
		{name: "an empty reason fits", reason: "", wantErr: false},
		{name: "the longest reason fits", reason: string(make([]byte, queue.MaxReason)), wantErr: false},
		{name: "one byte more does not", reason: string(make([]byte, queue.MaxReason+1)), wantErr: true},
		{name: "half a rune does not", reason: "caf\xc3", wantErr: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := setup(t)
			err := f.store.PutFailed(f.ctx, "work", failed{Reason: tt.reason})
			if (err != nil) != tt.wantErr {
				t.Errorf("expected an error %t, got %v", tt.wantErr, err)
			}
			if got := len(f.failedItems(t)); (got == 0) != tt.wantErr {
				t.Errorf("expected nothing failed %t, got %d items", tt.wantErr, got)
			}
		})
	}
}

// Nothing but PutFailed writes these records, so another form is a broken store, and is said to be.
func TestBrokenRecordIsAnError(t *testing.T) {
	tests := []struct {
		name  string
		value []byte
	}{
		{name: "too short for two times", value: make([]byte, 15)},
		{name: "a reason that is too long", value: make([]byte, 16+queue.MaxReason+1)},
		{name: "a reason that is not text", value: append(make([]byte, 16), 0xff)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := setup(t)
			if err := f.store.PutFailed(f.ctx, "work", failed{Item: item{Record: 1, Number: 7}}); err != nil {
				t.Fatal(err)
			}
			f.ctx.KVStore(f.key).Set(failedKey(1, 0, 7), tt.value)

			if _, err := f.queue.Failed(f.ctx, 1, 0, 7); !errors.Is(err, collections.ErrEncoding) {
				t.Errorf("expected %v, got %v", collections.ErrEncoding, err)
			}
			walk := f.store.WalkFailed(f.ctx, func(string, failed) error { return nil })
			if !errors.Is(walk, collections.ErrEncoding) {
				t.Errorf("expected %v from the walk, got %v", collections.ErrEncoding, walk)
			}
		})
	}
}

// failedKey is where the store keeps a failed item of "work".
func failedKey(record uint64, kind uint32, number uint64) []byte {
	key, err := collections.EncodeKeyWithPrefix(prefixes.Failed.Bytes(),
		collections.QuadKeyCodec(collections.StringKey, collections.Uint64Key, collections.Uint32Key, collections.Uint64Key),
		collections.Join4("work", record, kind, number))
	if err != nil {
		panic(err)
	}
	return key
}
