package due_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/due"
)

// finish is the handler of work that is done at once.
func finish(sdk.Context, item, *due.Budget) (bool, error) { return true, nil }

func TestRunDoesWhatIsDueAndNoMore(t *testing.T) {
	f := setup(t)
	old, kind, now, next := item{At: 5, Kind: 9, ID: 1}, item{At: 6, Kind: 1, ID: 2}, item{At: 1000, ID: 3}, item{At: 1001, ID: 4}
	f.push(t, next, now, kind, old)

	var got []item
	budget := f.run(t, 10, func(_ sdk.Context, it item, _ *due.Budget) (bool, error) {
		got = append(got, it)
		return true, nil
	})
	if want := []item{old, kind, now}; !slices.Equal(got, want) {
		t.Errorf("expected %v done, got %v", want, got)
	}
	if waiting := f.waiting(t); !slices.Equal(waiting, []item{next}) {
		t.Errorf("expected %v to wait, got %v", next, waiting)
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
				f.push(t, item{ID: id})
			}
			done := 0
			budget := f.run(t, tt.units, func(_ sdk.Context, _ item, b *due.Budget) (bool, error) {
				done++
				if left := b.Spend(tt.spend); left != (b.Left() > 0) {
					t.Errorf("expected Spend to say whether any of %d is left, got %t", b.Left(), left)
				}
				return true, nil
			})
			if done != tt.done || budget.Left() != tt.left {
				t.Errorf("expected %d done and %d left, got %d and %d", tt.done, tt.left, done, budget.Left())
			}
			if waiting := len(f.waiting(t)); waiting != 5-tt.done {
				t.Errorf("expected %d to wait, got %d", 5-tt.done, waiting)
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

			reason: "panic: due_test.unprintable",
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
			f.push(t, item{At: 1, ID: 1}, item{At: 2, ID: 2}, item{At: 3, ID: 3})

			var reported []parked
			budget := due.NewBudget(100)
			err := f.queue.Run(f.ctx, budget, func(ctx sdk.Context, it item, b *due.Budget) (bool, error) {
				if _, err := f.note(ctx, it.ID); err != nil {
					return false, err
				}
				b.Spend(10)
				if it.ID == 2 {
					if err := f.queue.Push(ctx, item{At: 4, ID: 4}); err != nil {
						return false, err
					}
					if tt.thrown != nil {
						panic(tt.thrown)
					}
					return true, tt.err
				}
				return true, nil
			}, func(_ sdk.Context, p parked) error {
				reported = append(reported, p)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}

			want := []parked{{Item: item{At: 2, ID: 2}, Reason: tt.reason, ParkedAt: 1000}}
			if got := f.failed(t); !slices.Equal(got, want) {
				t.Errorf("expected %+v parked, got %+v", want, got)
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
			if waiting := f.waiting(t); len(waiting) != 0 {
				t.Errorf("expected nothing to wait, not even what the failed item pushed, got %v", waiting)
			}
			if budget.Left() != 100-3*11 {
				t.Errorf("expected what the failed item spent to stay spent, got %d left", budget.Left())
			}
		})
	}
}

func TestRetriedItemIsDoneInTheNextRun(t *testing.T) {
	f := setup(t)
	f.push(t, item{At: 1, Kind: 3, ID: 7})
	f.run(t, 10, func(sdk.Context, item, *due.Budget) (bool, error) { return false, errors.New("not today") })
	f.run(t, 10, func(_ sdk.Context, it item, _ *due.Budget) (bool, error) {
		t.Errorf("expected a parked item to rest, got %v", it)
		return true, nil
	})

	if err := f.queue.Retry(f.ctx, 3, 7, 1000); err != nil {
		t.Fatal(err)
	}
	var got []item
	f.run(t, 10, func(_ sdk.Context, it item, _ *due.Budget) (bool, error) {
		got = append(got, it)
		return true, nil
	})
	if want := []item{{At: 1000, Kind: 3, ID: 7}}; !slices.Equal(got, want) {
		t.Errorf("expected %v, got %v", want, got)
	}
	if len(f.waiting(t))+len(f.failed(t)) != 0 {
		t.Errorf("expected nothing left, got %v and %v", f.waiting(t), f.failed(t))
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
			f.push(t, item{ID: 1}, item{ID: 2})
			done := 0
			err := f.queue.Run(f.ctx, due.NewBudget(10), func(_ sdk.Context, it item, _ *due.Budget) (bool, error) {
				if it.ID == 1 {
					return false, errors.New("broken")
				}
				done++
				return true, nil
			}, func(ctx sdk.Context, p parked) error {
				if _, err := f.note(ctx, p.ID); err != nil {
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
			if got := f.failed(t); len(got) != 1 || got[0].Reason != tt.reason {
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
	f.push(t, item{At: 1, ID: 1}, item{At: 2, ID: 2})

	// The first item takes three blocks; what it did in each stays done.
	var got []string
	for block := 1; len(f.waiting(t)) > 0; block++ {
		f.ctx = f.ctx.WithBlockTime(time.Unix(1000+int64(block), 0))
		f.run(t, 10, func(ctx sdk.Context, it item, _ *due.Budget) (bool, error) {
			n, err := f.note(ctx, it.ID)
			got = append(got, fmt.Sprintf("block %d: item %d part %d", block, it.ID, n))
			return it.ID == 2 || n == 3, err
		})
	}
	want := []string{
		"block 1: item 1 part 1",
		"block 2: item 1 part 2",
		"block 3: item 1 part 3",
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

		done, waiting []item
	}{
		{
			name: "an item between this and the next comes next",
			push: []item{{At: 15, ID: 9}},

			done: []item{{At: 10, ID: 1}, {At: 15, ID: 9}, {At: 20, ID: 2}},
		},
		{
			name: "an item due now comes in this run",
			push: []item{{At: 1000, ID: 9}},

			done: []item{{At: 10, ID: 1}, {At: 20, ID: 2}, {At: 1000, ID: 9}},
		},
		{
			name: "an item of the future waits",
			push: []item{{At: 1001, ID: 9}},

			done:    []item{{At: 10, ID: 1}, {At: 20, ID: 2}},
			waiting: []item{{At: 1001, ID: 9}},
		},
		{
			name: "an item at a place that is passed waits for the next run",
			push: []item{{At: 9, ID: 9}},

			done:    []item{{At: 10, ID: 1}, {At: 20, ID: 2}},
			waiting: []item{{At: 9, ID: 9}},
		},
		{
			name: "so does the same item again",
			push: []item{{At: 10, ID: 1}},

			done:    []item{{At: 10, ID: 1}, {At: 20, ID: 2}},
			waiting: []item{{At: 10, ID: 1}},
		},
		{
			name:   "an item that is taken away has no turn",
			remove: []item{{At: 20, ID: 2}},

			done: []item{{At: 10, ID: 1}},
		},
		{
			name:  "a parked item that is retried comes in this run",
			retry: []item{{At: 1, Kind: 1, ID: 9}},

			done: []item{{At: 10, ID: 1}, {At: 20, ID: 2}, {At: 1000, Kind: 1, ID: 9}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := setup(t)
			f.push(t, item{At: 10, ID: 1}, item{At: 20, ID: 2})
			var done []item
			f.run(t, 100, func(ctx sdk.Context, it item, _ *due.Budget) (bool, error) {
				done = append(done, it)
				if it.ID != 1 {
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
					errs = append(errs, f.queue.Park(ctx, parked{Item: other}), f.queue.Retry(ctx, other.Kind, other.ID, 1000))
				}
				return true, errors.Join(errs...)
			})
			if !slices.Equal(done, tt.done) {
				t.Errorf("expected %v done, got %v", tt.done, done)
			}
			if waiting := f.waiting(t); !slices.Equal(waiting, tt.waiting) {
				t.Errorf("expected %v to wait, got %v", tt.waiting, waiting)
			}
		})
	}
}

// A chain that stood still for a week catches up on its daily work in order, and as fast as the budget lasts.
func TestRecurringWorkCatchesUp(t *testing.T) {
	f := setup(t)
	f.push(t, item{At: 100, ID: 1})
	daily := func(ctx sdk.Context, it item, _ *due.Budget) (bool, error) {
		return true, f.queue.Push(ctx, item{At: it.At + 100, ID: it.ID})
	}
	f.run(t, 4, daily)
	if got, want := f.waiting(t), []item{{At: 500, ID: 1}}; !slices.Equal(got, want) {
		t.Errorf("expected %v after four units, got %v", want, got)
	}
	f.run(t, 100, daily)
	if got, want := f.waiting(t), []item{{At: 1100, ID: 1}}; !slices.Equal(got, want) {
		t.Errorf("expected %v when it has caught up, got %v", want, got)
	}
}

func TestTheEndOfTime(t *testing.T) {
	f := setup(t)
	f.push(t, item{At: 1<<62 + 1, ID: 1})
	f.run(t, 10, finish)
	if len(f.waiting(t)) != 1 {
		t.Error("expected an item of the far future to wait")
	}
}
