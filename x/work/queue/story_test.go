package queue_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/work/queue"
)

// world is what a handler can reach, in the model and in the store.
type world interface {
	push(w work) error
	remove(w work) error
	cancel(w work) error
	retry(w work) error
	note(w work) (uint64, error)
}

// The kinds of work, each with its own way to behave, and how many records and numbers there are of each.
const (
	kinds   = 11
	records = 4
	numbers = 3
	notes   = records * numbers
)

// behave is the handler of both worlds.
func behave(on world, w work, budget interface{ Spend(n uint64) bool }) (bool, error) {
	n, err := on.note(w)
	if err != nil {
		return false, err
	}
	next := w // in another lane, often of another module
	next.Record = (w.Record + 1) % records
	next.module = modules[(w.Record+w.Number)%3]
	later := w // in the same lane
	later.Number = (w.Number + 1) % numbers
	switch w.Kind {
	case 1:
		return false, fmt.Errorf("attempt %d failed", n)
	case 2:
		panic(fmt.Sprintf("attempt %d broke", n))
	case 3:
		budget.Spend(3)
		return true, nil
	case 4:
		for budget.Spend(1) { // until the turn ends
		}
		return n%3 == 0, nil
	case 5:
		next.Kind, next.At = 3, w.At+int64(n)
		return true, on.push(next)
	case 6:
		return true, errors.Join(on.remove(next), on.cancel(later))
	case 7:
		later.Kind, later.At = 1, w.At-1
		return n%4 == 0, errors.Join(on.push(w), on.push(later))
	case 8:
		next.Kind = 1
		if err := on.retry(next); !errors.Is(err, queue.ErrNotFailed) {
			return true, err
		}
		return true, nil
	case 9:
		next.Kind, later.Kind, later.At = 3, 3, w.At-2
		if err := errors.Join(on.push(next), on.push(later), on.remove(w)); err != nil {
			return false, err
		}
		panic("pushed in vain")
	case 10:
		next.Kind, next.At = 10, w.At // forever to and fro
		return true, on.push(next)
	default:
		return true, nil
	}
}

// branch is the world in the store.
type branch struct {
	f   *fixture
	ctx sdk.Context
}

func (b branch) queue(w work) queue.Queue    { return b.f.store.Of(w.module) }
func (b branch) push(w work) error           { return b.queue(w).Push(b.ctx, w.item) }
func (b branch) remove(w work) error         { return b.queue(w).Remove(b.ctx, w.item) }
func (b branch) cancel(w work) error         { return b.queue(w).Cancel(b.ctx, w.item) }
func (b branch) note(w work) (uint64, error) { return b.f.note(b.ctx, w.note()) }
func (b branch) retry(w work) error {
	_, err := b.queue(w).Retry(b.ctx, w.Record, w.Kind, w.Number)
	return err
}

// source gives the numbers of a story, from rapid or from a fuzzer.
type source func(name string, below int) int

// play runs the queue and its twin through the same blocks and compares them after each.
func play(tb testing.TB, blocks int, next source) {
	tb.Helper()
	f := setup(tb)
	m := model{turns: map[queue.Lane]place{}, now: 1000, given: outside}
	for block := range blocks {
		m.now += int64(next("seconds", 4))
		f.at(m.now)
		for range next("messages", 20) {
			on := branch{f: f, ctx: f.ctx}
			w := work{module: modules[next("module", len(modules))], item: item{
				Record: uint64(next("record", records)), At: m.now + int64(next("at", 8)) - 5,
				Kind: uint32(next("kind", kinds)), Number: uint64(next("number", numbers)),
			}}
			switch next("message", 10) {
			case 0:
				same(tb, block, m.remove(w), on.remove(w))
			case 1:
				same(tb, block, m.retry(w), on.retry(w))
			case 2:
				same(tb, block, m.cancel(w), on.cancel(w))
			default:
				same(tb, block, m.push(w), on.push(w))
			}
			f.check(tb)
		}

		units := uint64(next("units", 80))
		want, left := m.run(units)
		var got []work
		budget := f.runAll(tb, units, all(func(ctx sdk.Context, lane queue.Lane, it item, b *queue.Budget) (bool, error) {
			w := work{module: lane.Module, item: it}
			got = append(got, w)
			return behave(branch{f: f, ctx: ctx}, w, b)
		}))
		if !slices.Equal(got, want) {
			tb.Fatalf("block %d: expected %v done, got %v", block, want, got)
		}
		if budget.Left() != left {
			tb.Fatalf("block %d: expected %d units left, got %d", block, left, budget.Left())
		}
		compareState(tb, block, f, &m)
	}
}

func compareState(tb testing.TB, block int, f *fixture, m *model) {
	tb.Helper()
	var pending []work
	var failures []failure
	err := errors.Join(
		f.store.WalkPending(f.ctx, func(module string, it item) error {
			pending = append(pending, work{module: module, item: it})
			return nil
		}),
		f.store.WalkFailed(f.ctx, func(module string, it failed) error {
			failures = append(failures, failure{module: module, failed: it})
			return nil
		}))
	if err != nil {
		tb.Fatal(err)
	}
	if !slices.Equal(pending, m.items) {
		tb.Fatalf("block %d: expected %v pending, got %v", block, m.items, pending)
	}
	if !slices.Equal(failures, m.failed) {
		tb.Fatalf("block %d: expected %v failed, got %v", block, m.failed, failures)
	}
	for id, want := range m.notes {
		if n, err := f.notes.Get(f.ctx, uint64(id)); n != want {
			tb.Fatalf("block %d: expected %d notes at %d, got %d, %v", block, want, id, n, err)
		}
	}
	turns := f.turns(tb)
	for _, turn := range turns {
		if want, ok := m.turns[turn.Lane]; !ok || want.spent != turn.Spent {
			tb.Fatalf("block %d: expected turns %v, got %v", block, m.turns, turns)
		}
	}
	if len(turns) != len(m.turns) {
		tb.Fatalf("block %d: expected turns %v, got %v", block, m.turns, turns)
	}
}

func same(tb testing.TB, block int, want, got error) {
	tb.Helper()
	if (want == nil) != (got == nil) || want != nil && !errors.Is(got, want) {
		tb.Fatalf("block %d: expected %v, got %v", block, want, got)
	}
}

func TestAgreesWithSlowTwin(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		play(failing{TB: t, rt: rt}, 12, func(name string, below int) int {
			return rapid.IntRange(0, below-1).Draw(rt, name)
		})
	})
}

// failing lets rapid see a failure, so that it can shrink the story.
type failing struct {
	testing.TB

	rt *rapid.T
}

func (f failing) Helper()                           { f.rt.Helper() }
func (f failing) Fatal(args ...any)                 { f.rt.Fatal(args...) }
func (f failing) Fatalf(format string, args ...any) { f.rt.Fatalf(format, args...) }
