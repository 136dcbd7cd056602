package due_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/due"
)

// model is the slow twin: a list that is searched from the start for each item and copied before it is done.
type model struct {
	items  []item // sorted, no two alike
	parked []parked
	notes  [ids]uint64
}

func (m *model) push(it item) error {
	if !slices.Contains(m.items, it) {
		m.items = append(m.items, it)
		slices.SortFunc(m.items, compare)
	}
	return nil
}

func (m *model) remove(it item) error {
	m.items = slices.DeleteFunc(m.items, func(other item) bool { return other == it })
	return nil
}

func (m *model) park(p parked) {
	m.parked = slices.DeleteFunc(m.parked, func(q parked) bool { return q.Kind == p.Kind && q.ID == p.ID })
	m.parked = append(m.parked, p)
	slices.SortFunc(m.parked, func(a, b parked) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
}

func (m *model) retry(kind uint32, id uint64, now int64) error {
	before := len(m.parked)
	m.parked = slices.DeleteFunc(m.parked, func(p parked) bool { return p.Kind == kind && p.ID == id })
	if len(m.parked) == before {
		return due.ErrNotParked
	}
	return m.push(item{At: now, Kind: kind, ID: id})
}

func (m *model) note(id uint64) (uint64, error) {
	m.notes[id]++
	return m.notes[id], nil
}

func (m *model) copy() model {
	return model{items: slices.Clone(m.items), parked: slices.Clone(m.parked), notes: m.notes}
}

func (m *model) run(now int64, budget *due.Budget) {
	var last *item
	for budget.Left() > 0 {
		i := slices.IndexFunc(m.items, func(it item) bool { return last == nil || compare(it, *last) > 0 })
		if i < 0 || m.items[i].At > now {
			return
		}
		it := m.items[i]
		last = &it
		budget.Spend(1)

		before := m.copy()
		_ = m.remove(it)
		done, reason := true, ""
		func() {
			defer func() {
				if thrown := recover(); thrown != nil {
					reason = fmt.Sprintf("panic: %v", thrown)
				}
			}()
			var err error
			if done, err = behave(m, it, now, budget); err != nil {
				reason = err.Error()
			}
		}()
		switch {
		case reason != "":
			*m = before
			_ = m.remove(it)
			m.park(parked{Item: it, Reason: reason, ParkedAt: now})
		case !done:
			_ = m.push(it)
			return
		}
	}
}

func compare(a, b item) int {
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}

// world is what a handler can reach, in the model and in the store.
type world interface {
	push(it item) error
	remove(it item) error
	retry(kind uint32, id uint64, now int64) error
	note(id uint64) (uint64, error)
}

// The kinds of work, each with its own way to behave, and how many ids there are.
const (
	kinds = 9
	ids   = 12
)

// behave is the handler of both worlds.
func behave(w world, it item, now int64, budget *due.Budget) (bool, error) {
	n, err := w.note(it.ID)
	if err != nil {
		return false, err
	}
	other := (it.ID + 1) % ids
	switch it.Kind {
	case 1:
		return false, fmt.Errorf("attempt %d failed", n)
	case 2:
		panic(fmt.Sprintf("attempt %d broke", n))
	case 3:
		budget.Spend(3)
		return true, nil
	case 4:
		return n%3 == 0, nil // takes a few blocks
	case 5:
		return true, w.push(item{At: it.At + int64(n), Kind: 3, ID: other})
	case 6:
		return true, w.remove(item{At: it.At, Kind: 7, ID: other})
	case 7:
		return true, errors.Join(w.push(it), w.push(item{At: it.At - 1, Kind: 1, ID: other}))
	case 8:
		if err := w.retry(1, other, now); !errors.Is(err, due.ErrNotParked) {
			return true, err
		}
		return true, nil
	default:
		return true, nil
	}
}

// branch is the world in the store.
type branch struct {
	f   *fixture
	ctx sdk.Context
}

func (b branch) push(it item) error             { return b.f.queue.Push(b.ctx, it) }
func (b branch) remove(it item) error           { return b.f.queue.Remove(b.ctx, it) }
func (b branch) note(id uint64) (uint64, error) { return b.f.note(b.ctx, id) }
func (b branch) retry(kind uint32, id uint64, now int64) error {
	return b.f.queue.Retry(b.ctx, kind, id, now)
}

// source gives the numbers of a story, from rapid or from a fuzzer.
type source func(name string, below int) int

// tell lets the queue and its twin go through the same blocks and compares them after each.
func tell(tb testing.TB, blocks int, next source) {
	tb.Helper()
	f := setup(tb)
	var m model
	for block := range blocks {
		now := f.ctx.BlockTime().Unix() + int64(next("seconds", 4))
		f.ctx = f.ctx.WithBlockTime(time.Unix(now, 0))
		for range next("messages", 20) {
			w := branch{f: f, ctx: f.ctx}
			it := item{At: now + int64(next("at", 8)) - 5, Kind: uint32(next("kind", kinds)), ID: uint64(next("id", ids))}
			switch next("message", 8) {
			case 0:
				same(tb, block, m.remove(it), w.remove(it))
			case 1:
				same(tb, block, m.retry(it.Kind, it.ID, now), w.retry(it.Kind, it.ID, now))
			default:
				same(tb, block, m.push(it), w.push(it))
			}
		}

		budget, got := due.NewBudget(uint64(next("units", 40))), due.NewBudget(0)
		*got = *budget
		m.run(now, budget)
		err := f.queue.Run(f.ctx, got, func(ctx sdk.Context, it item, b *due.Budget) (bool, error) {
			return behave(branch{f: f, ctx: ctx}, it, now, b)
		}, ignore)
		if err != nil {
			tb.Fatal(err)
		}

		if *got != *budget {
			tb.Fatalf("block %d: expected %d units left, got %d", block, budget.Left(), got.Left())
		}
		if waiting := f.waiting(tb); !slices.Equal(waiting, m.items) {
			tb.Fatalf("block %d: expected %v to wait, got %v", block, m.items, waiting)
		}
		if failed := f.failed(tb); !slices.Equal(failed, m.parked) {
			tb.Fatalf("block %d: expected %v parked, got %v", block, m.parked, failed)
		}
		for id := range uint64(ids) {
			if n, err := f.notes.Get(f.ctx, id); n != m.notes[id] {
				tb.Fatalf("block %d: expected %d notes of item %d, got %d, %v", block, m.notes[id], id, n, err)
			}
		}
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
		tell(failing{TB: t, rt: rt}, 12, func(name string, below int) int {
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
