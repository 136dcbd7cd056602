package queue_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/work/queue"
)

// finish is the handler of work that is done at once.
func finish(sdk.Context, item, *queue.Budget) (bool, error) { return true, nil }

func TestRunDoesWhatIsDueAndNoMore(t *testing.T) {
	f := setup(t)
	old, kind, now, next := item{Record: 1, At: 5, Kind: 9, Number: 1}, item{Record: 1, At: 6, Kind: 1, Number: 2}, item{Record: 1, At: 1000, Number: 3}, item{Record: 1, At: 1001, Number: 4}
	f.push(t, next, now, kind, old)

	var got []item
	budget := f.run(t, 10, func(_ sdk.Context, it item, _ *queue.Budget) (bool, error) {
		got = append(got, it)
		return true, nil
	})
	if want := []item{old, kind, now}; !slices.Equal(got, want) {
		t.Errorf("expected %v done, got %v", want, got)
	}
	if pending := f.pending(t); !slices.Equal(pending, []item{next}) {
		t.Errorf("expected %v to wait, got %v", next, pending)
	}
	if budget.Left() != 7 {
		t.Errorf("expected 7 units left, got %d", budget.Left())
	}
}

func TestBudget(t *testing.T) {
	tests := []struct {
		name  string
		units uint64
		spend uint64 // by each of five items

		done int
		left uint64
	}{
		{name: "no unit, no work", units: 0, spend: 0, done: 0, left: 0},
		{name: "an item costs a unit by itself", units: 3, spend: 0, done: 3, left: 0},
		{name: "what a handler spends comes on top", units: 9, spend: 2, done: 3, left: 0},
		{name: "an item that needs more than is left is the last", units: 4, spend: 2, done: 2, left: 0},
		{name: "what is not needed is left", units: 100, spend: 9, done: 5, left: 50},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := setup(t)
			for id := range uint64(5) {
				f.push(t, item{Record: 1, Number: id})
			}
			done := 0
			budget := f.run(t, tt.units, func(_ sdk.Context, _ item, b *queue.Budget) (bool, error) {
				done++
				if left := b.Spend(tt.spend); left != (b.Left() > 0) {
					t.Errorf("expected Spend to say whether any of %d is left, got %t", b.Left(), left)
				}
				return true, nil
			})
			if done != tt.done || budget.Left() != tt.left {
				t.Errorf("expected %d done and %d left, got %d and %d", tt.done, tt.left, done, budget.Left())
			}
			if pending := len(f.pending(t)); pending != 5-tt.done {
				t.Errorf("expected %d to wait, got %d", 5-tt.done, pending)
			}
		})
	}
}

// unprintable is an error that cannot say what it is.
type unprintable struct{ text *string }

func (u unprintable) Error() string { return *u.text }

// outOfRange is what the runtime throws for an index out of range.
func outOfRange() (thrown any) {
	defer func() { thrown = recover() }()
	var none []int
	return none[len(none)]
}

// An item that fails leaves nothing behind but its reason; those before and after it are done.
func TestFailureIsIsolated(t *testing.T) {
	tests := []struct {
		name   string
		err    error
		thrown any

		reason string
	}{
		{
			name: "an error is kept as its text",
			err:  fmt.Errorf("settling: %w", errors.New("expected 5, got 6")),

			reason: "settling: expected 5, got 6",
		},
		{
			name:   "a panic with a string is kept as the string",
			thrown: "no members",

			reason: "panic: no members",
		},
		{
			name:   "a panic with an error is kept as its text",
			thrown: errors.New("no wallet"),

			reason: "panic: no wallet",
		},
		{
			name:   "a panic with anything else is kept as the type",
			thrown: &struct{ name string }{name: "at some address"},

			reason: "panic: *struct { name string }",
		},
		{
			name:   "running out of gas is a panic like others",
			thrown: storetypes.ErrorOutOfGas{Descriptor: "read"},

			reason: "panic: types.ErrorOutOfGas",
		},
		{
			name:   "the words of the runtime are not kept",
			thrown: outOfRange(),

			reason: "panic: runtime error",
		},
		{
			name: "an error that panics is a panic",
			err:  unprintable{},

			reason: "panic: runtime error",
		},
		{
			name:   "a panic with an error that panics is kept as the type",
			thrown: unprintable{},

			reason: "panic: queue_test.unprintable",
		},
		{
			name: "an error without a text is a failure too",
			err:  errors.New(""),

			reason: "",
		},
		{
			name: "a long reason is cut",
			err:  errors.New(strings.Repeat("long ", 100)),

			reason: strings.Repeat("long ", 40),
		},
		{
			name: "it is not cut inside a rune",
			err:  errors.New("x" + strings.Repeat("é", 100)),

			reason: "x" + strings.Repeat("é", 99),
		},
		{
			name: "what is not text becomes text",
			err:  errors.New("key \xff\xfe is bad"),

			reason: "key \uFFFD is bad",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := setup(t)
			f.push(t, item{Record: 1, At: 1, Number: 1}, item{Record: 1, At: 2, Number: 2}, item{Record: 1, At: 3, Number: 3})

			var reported []failed
			budget := queue.NewBudget(100)
			do := func(ctx sdk.Context, it item, b *queue.Budget) (bool, error) {
				if _, err := f.note(ctx, it.Number); err != nil {
					return false, err
				}
				b.Spend(10)
				if it.Number == 2 {
					if err := f.queue.Push(ctx, item{Record: 1, At: 4, Number: 4}); err != nil {
						return false, err
					}
					if tt.thrown != nil {
						panic(tt.thrown)
					}
					return true, tt.err
				}
				return true, nil
			}
			handlers := map[string]queue.Handler{"work": {Do: do}}
			err := f.store.Run(f.ctx, budget, handlers, func(_ sdk.Context, module string, it failed) error {
				if module != "work" {
					t.Errorf("expected a failure of work, got %s", module)
				}
				reported = append(reported, it)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}

			want := []failed{{Item: item{Record: 1, At: 2, Number: 2}, Reason: tt.reason, FailedAt: 1000}}
			if got := f.failedItems(t); !slices.Equal(got, want) {
				t.Errorf("expected %+v failed, got %+v", want, got)
			}
			if !slices.Equal(reported, want) {
				t.Errorf("expected %+v reported, got %+v", want, reported)
			}
			for id := uint64(1); id <= 3; id++ {
				if got, err := f.notes.Has(f.ctx, id); err != nil || got == (id == 2) {
					t.Errorf("expected a note of item %d: %t, got %t, %v", id, id != 2, got, err)
				}
			}
			if got := len(f.ctx.EventManager().Events()); got != 2 {
				t.Errorf("expected the events of two items, got %d", got)
			}
			if pending := f.pending(t); len(pending) != 0 {
				t.Errorf("expected nothing to wait, not even what the failed item pushed, got %v", pending)
			}
			if budget.Left() != 100-3*11 {
				t.Errorf("expected what the failed item spent to stay spent, got %d left", budget.Left())
			}
		})
	}
}

func TestRetriedItemIsDoneInTheNextRun(t *testing.T) {
	f := setup(t)
	want := item{Record: 1, At: 1, Kind: 3, Number: 7}
	f.push(t, want)
	f.run(t, 10, func(sdk.Context, item, *queue.Budget) (bool, error) { return false, errors.New("not today") })
	f.run(t, 10, func(_ sdk.Context, it item, _ *queue.Budget) (bool, error) {
		t.Errorf("expected a failed item to rest, got %v", it)
		return true, nil
	})

	if got, err := f.queue.Retry(f.ctx, 1, 3, 7); err != nil || got != want {
		t.Fatalf("expected %v to be retried, got %v, %v", want, got, err)
	}
	var got []item
	f.run(t, 10, func(_ sdk.Context, it item, _ *queue.Budget) (bool, error) {
		got = append(got, it)
		return true, nil
	})
	if !slices.Equal(got, []item{want}) {
		t.Errorf("expected %v at its old time, got %v", want, got)
	}
	if len(f.pending(t))+len(f.failedItems(t)) != 0 {
		t.Errorf("expected nothing left, got %v and %v", f.pending(t), f.failedItems(t))
	}
}

// The report is about a failure; it must not become one.
func TestReportThatFailsIsNoted(t *testing.T) {
	tests := []struct {
		name   string
		err    error
		thrown any

		reason string
	}{
		{
			name: "an error",
			err:  errors.New("no event"),

			reason: "not reported (no event): broken",
		},
		{
			name:   "a panic",
			thrown: "no such type",

			reason: "not reported (panic: no such type): broken",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := setup(t)
			f.push(t, item{Record: 1, Number: 1}, item{Record: 1, Number: 2})
			done := 0
			do := func(_ sdk.Context, it item, _ *queue.Budget) (bool, error) {
				if it.Number == 1 {
					return false, errors.New("broken")
				}
				done++
				return true, nil
			}
			handlers := map[string]queue.Handler{"work": {Do: do}}
			err := f.store.Run(f.ctx, queue.NewBudget(10), handlers, func(ctx sdk.Context, _ string, it failed) error {
				if _, err := f.note(ctx, it.Number); err != nil {
					return err
				}
				if tt.thrown != nil {
					panic(tt.thrown)
				}
				return tt.err
			})
			if err != nil || done != 1 {
				t.Fatalf("expected the run to go on, got %d done, %v", done, err)
			}
			if got := f.failedItems(t); len(got) != 1 || got[0].Reason != tt.reason {
				t.Errorf("expected %q, got %+v", tt.reason, got)
			}
			if noted, err := f.notes.Has(f.ctx, 1); err != nil || noted {
				t.Errorf("expected no write of the failed report, got %t, %v", noted, err)
			}
		})
	}
}

func TestWorkGoesOnInTheNextBlock(t *testing.T) {
	f := setup(t)
	f.push(t, item{Record: 1, At: 1, Number: 1}, item{Record: 1, At: 2, Number: 2})

	// The first item takes two and a half blocks; what it did in each stays done.
	var got []string
	for block := 1; len(f.pending(t)) > 0; block++ {
		f.at(1000 + int64(block))
		f.run(t, 10, func(ctx sdk.Context, it item, b *queue.Budget) (bool, error) {
			if it.Number == 1 {
				b.Spend(5)
			}
			n, err := f.note(ctx, it.Number)
			got = append(got, fmt.Sprintf("block %d: item %d part %d", block, it.Number, n))
			return it.Number == 2 || n == 5, err
		})
	}
	want := []string{
		"block 1: item 1 part 1",
		"block 1: item 1 part 2",
		"block 2: item 1 part 3",
		"block 2: item 1 part 4",
		"block 3: item 1 part 5",
		"block 3: item 2 part 1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("expected %q, got %q", want, got)
	}
}

// A handler may change the queue. What it adds behind itself has its turn, what it takes away has none.
func TestQueueChangesUnderWay(t *testing.T) {
	tests := []struct {
		name         string
		push, remove []item // by item 10:1
		retry        []item

		done, pending []item
	}{
		{
			name: "an item between this and the next comes next",
			push: []item{{Record: 1, At: 15, Number: 9}},

			done: []item{{Record: 1, At: 10, Number: 1}, {Record: 1, At: 15, Number: 9}, {Record: 1, At: 20, Number: 2}},
		},
		{
			name: "an item due now comes in this run",
			push: []item{{Record: 1, At: 1000, Number: 9}},

			done: []item{{Record: 1, At: 10, Number: 1}, {Record: 1, At: 20, Number: 2}, {Record: 1, At: 1000, Number: 9}},
		},
		{
			name: "an item of the future waits",
			push: []item{{Record: 1, At: 1001, Number: 9}},

			done:    []item{{Record: 1, At: 10, Number: 1}, {Record: 1, At: 20, Number: 2}},
			pending: []item{{Record: 1, At: 1001, Number: 9}},
		},
		{
			name: "an item at a place that is passed comes next",
			push: []item{{Record: 1, At: 9, Number: 9}},

			done: []item{{Record: 1, At: 10, Number: 1}, {Record: 1, At: 9, Number: 9}, {Record: 1, At: 20, Number: 2}},
		},
		{
			name: "so does the same item again",
			push: []item{{Record: 1, At: 10, Number: 1}},

			done: []item{{Record: 1, At: 10, Number: 1}, {Record: 1, At: 10, Number: 1}, {Record: 1, At: 20, Number: 2}},
		},
		{
			name:   "an item that is taken away has no turn",
			remove: []item{{Record: 1, At: 20, Number: 2}},

			done: []item{{Record: 1, At: 10, Number: 1}},
		},
		{
			name:  "a failed item that is retried comes in this run",
			retry: []item{{Record: 1, At: 1, Kind: 1, Number: 9}},

			done: []item{{Record: 1, At: 10, Number: 1}, {Record: 1, At: 1, Kind: 1, Number: 9}, {Record: 1, At: 20, Number: 2}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := setup(t)
			f.push(t, item{Record: 1, At: 10, Number: 1}, item{Record: 1, At: 20, Number: 2})
			var done []item
			f.run(t, 100, func(ctx sdk.Context, it item, _ *queue.Budget) (bool, error) {
				done = append(done, it)
				if it.Number != 1 || len(done) > 1 {
					return true, nil
				}
				var errs []error
				for _, other := range tt.push {
					errs = append(errs, f.queue.Push(ctx, other))
				}
				for _, other := range tt.remove {
					errs = append(errs, f.queue.Remove(ctx, other))
				}
				for _, other := range tt.retry {
					errs = append(errs, f.store.PutFailed(ctx, "work", failed{Item: other}))
					_, err := f.queue.Retry(ctx, other.Record, other.Kind, other.Number)
					errs = append(errs, err)
				}
				return true, errors.Join(errs...)
			})
			if !slices.Equal(done, tt.done) {
				t.Errorf("expected %v done, got %v", tt.done, done)
			}
			if pending := f.pending(t); !slices.Equal(pending, tt.pending) {
				t.Errorf("expected %v to wait, got %v", tt.pending, pending)
			}
		})
	}
}

// A chain that stood still for a week catches up on its daily work in order, and as fast as the budget lasts.
func TestRecurringWorkCatchesUp(t *testing.T) {
	f := setup(t)
	f.push(t, item{Record: 1, At: 100, Number: 1})
	daily := func(ctx sdk.Context, it item, _ *queue.Budget) (bool, error) {
		return true, f.queue.Push(ctx, item{Record: 1, At: it.At + 100, Number: it.Number})
	}
	f.run(t, 4, daily)
	if got, want := f.pending(t), []item{{Record: 1, At: 500, Number: 1}}; !slices.Equal(got, want) {
		t.Errorf("expected %v after four units, got %v", want, got)
	}
	f.run(t, 100, daily)
	if got, want := f.pending(t), []item{{Record: 1, At: 1100, Number: 1}}; !slices.Equal(got, want) {
		t.Errorf("expected %v when it has caught up, got %v", want, got)
	}
}

// Times are those of records, which may be any.
func TestTheEndsOfTime(t *testing.T) {
	f := setup(t)
	const year = 365 * 24 * 3600
	past := []item{{Record: 1, At: math.MinInt64}, {Record: 2, At: -1}, {Record: 3, At: 0}}
	future := []item{{Record: 1, At: 1<<62 + 1}, {Record: 2, At: 500 * year}, {Record: 4, At: math.MaxInt64}}
	f.push(t, slices.Concat(past, future)...)
	budget := f.run(t, 10, finish)
	if got := f.pending(t); !slices.Equal(got, future) {
		t.Errorf("expected %v to wait, got %v", future, got)
	}
	if budget.Left() != 7 {
		t.Errorf("expected three items done, got %d units left", budget.Left())
	}

	// Turns end in 2262, times do not: lanes then take turns in any order, each item still at its time.
	f.at(400 * year)
	f.run(t, 10, finish)
	if got := f.pending(t); !slices.Equal(got, future) {
		t.Errorf("expected %v to wait, got %v", future, got)
	}
	f.at(500 * year)
	f.run(t, 10, finish)
	if got, want := f.pending(t), []item{future[0], future[2]}; !slices.Equal(got, want) {
		t.Errorf("expected %v to wait, got %v", want, got)
	}
}

// A block without a time, or before 1970, does no work early.
func TestBlockBeforeTheBeginning(t *testing.T) {
	for _, second := range []int64{-1, time.Time{}.Unix()} {
		f := setup(t)
		f.at(second)
		f.push(t, item{Record: 1, At: 0}, item{Record: 2, At: 5})
		f.run(t, 10, finish)
		if got := len(f.pending(t)); got != 2 {
			t.Errorf("second %d: expected two items to wait, got %d", second, got)
		}
	}
}
