package queue_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/utilityd/utilityd/x/work/queue"
)

// work is an item with its module.
type work struct {
	module string
	item
}

// failure is a failed item with its module.
type failure struct {
	module string
	failed
}

// place is a turn in the model: when, how many got one at that time before, and what the last block left of it.
type place struct {
	second int64
	number int
	spent  uint64
}

// model is the slow twin: a list that is searched from the start for each item and copied before it is done, and a map of turns.
type model struct {
	items  []work // sorted, no two alike
	failed []failure
	notes  [notes]uint64
	turns  map[queue.Lane]place
	now    int64
	given  int // how many turns the run gave in this second; outside: there is no run
}

func (w work) lane() queue.Lane { return queue.Lane{Module: w.module, Record: w.Record} }

func (w work) note() uint64 { return w.Record*numbers + w.Number }

func (m *model) push(w work) error {
	if !slices.Contains(m.items, w) {
		m.items = append(m.items, w)
		slices.SortFunc(m.items, compare)
	}
	turn, ok := m.turns[w.lane()]
	switch {
	case ok && turn.second <= max(m.now, w.At):
	case w.At > m.now:
		m.turns[w.lane()] = place{second: w.At}
	default:
		m.turns[w.lane()] = m.back()
	}
	return nil
}

const outside = -1

// back is the place behind all that are due; before the run all that come in one second have the same.
func (m *model) back() place {
	if m.given == outside {
		return place{second: m.now}
	}
	m.given++
	return place{second: m.now, number: m.given}
}

func (m *model) remove(w work) error {
	m.items = slices.DeleteFunc(m.items, func(other work) bool { return other == w })
	return nil
}

func (f failure) same(w work) bool {
	return f.module == w.module && f.Record == w.Record && f.Kind == w.Kind && f.Number == w.Number
}

func (m *model) fail(w work, reason string) {
	m.failed = slices.DeleteFunc(m.failed, func(f failure) bool { return f.same(w) })
	m.failed = append(m.failed, failure{module: w.module, failed: failed{Item: w.item, Reason: reason, FailedAt: m.now}})
	slices.SortFunc(m.failed, func(a, b failure) int {
		return cmp.Or(cmp.Compare(a.module, b.module), cmp.Compare(a.Record, b.Record), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Number, b.Number))
	})
}

func (m *model) retry(w work) error {
	i := slices.IndexFunc(m.failed, func(f failure) bool { return f.same(w) })
	if i < 0 {
		return queue.ErrNotFailed
	}
	w.At = m.failed[i].At
	m.failed = slices.Delete(m.failed, i, i+1)
	return m.push(w)
}

func (m *model) cancel(w work) error {
	m.failed = slices.DeleteFunc(m.failed, func(f failure) bool { return f.same(w) })
	return m.remove(w)
}

func (m *model) note(w work) (uint64, error) {
	m.notes[w.note()]++
	return m.notes[w.note()], nil
}

func (m *model) copy() model {
	c := *m
	c.items, c.failed, c.turns = slices.Clone(m.items), slices.Clone(m.failed), maps.Clone(m.turns)
	return c
}

// next finds the lane with the first turn of those that are due, and how many these are.
func (m *model) next() (first queue.Lane, due int) {
	for lane, turn := range m.turns {
		if turn.second > m.now {
			continue
		}
		best := m.turns[first]
		if due == 0 || cmp.Or(cmp.Compare(turn.second, best.second), cmp.Compare(turn.number, best.number),
			cmp.Compare(lane.Module, first.Module), cmp.Compare(lane.Record, first.Record)) < 0 {
			first = lane
		}
		due++
	}
	return first, due
}

// purse is the budget of the model: what is left of the block, and of the turn.
type purse struct{ left, turn uint64 }

func (p *purse) Spend(n uint64) bool {
	p.left, p.turn = p.left-min(n, p.left), p.turn-min(n, p.turn)
	return min(p.left, p.turn) > 0
}

// run does a block and returns the items in the order in which they were done, and the units left.
func (m *model) run(units uint64) (order []work, left uint64) {
	m.given = 0
	for _, turn := range m.turns {
		if turn.second == m.now {
			m.given = max(m.given, turn.number)
		}
	}
	whole := max(units/16, 2)
	p := purse{left: units}
	for p.left > 0 {
		lane, due := m.next()
		if due == 0 {
			break
		}
		switch spent := m.turns[lane].spent; {
		case due == 1:
			p.turn = p.left
		case spent < whole:
			p.turn = whole - spent
		default:
			p.turn = 1
		}
		order = append(order, m.serve(lane, whole, &p)...)
	}
	m.given = outside
	return order, p.left
}

func (m *model) serve(lane queue.Lane, whole uint64, p *purse) (order []work) {
	for {
		i := slices.IndexFunc(m.items, func(w work) bool { return w.lane() == lane })
		due := i >= 0 && m.items[i].At <= m.now
		if !due && len(order) == 0 {
			p.Spend(1)
		}
		switch {
		case i < 0:
			delete(m.turns, lane)
			return order
		case !due:
			m.turns[lane] = place{second: m.items[i].At}
			return order
		}
		finished := false
		if min(p.left, p.turn) > 0 {
			order = append(order, m.items[i])
			finished = m.do(m.items[i], p)
		}
		switch {
		case finished:
		case p.left == 0 && p.turn > 0:
			turn := m.turns[lane]
			turn.spent = whole - p.turn
			m.turns[lane] = turn
			return order
		default:
			m.turns[lane] = m.back()
			return order
		}
	}
}

// do does one item and returns whether its lane may go on.
func (m *model) do(w work, p *purse) (done bool) {
	p.Spend(1)
	before := m.copy()
	_ = m.remove(w)
	reason := ""
	func() {
		defer func() {
			if thrown := recover(); thrown != nil {
				reason = fmt.Sprintf("panic: %v", thrown)
			}
		}()
		var err error
		if done, err = behave(m, w, p); err != nil {
			reason = err.Error()
		}
	}()
	switch {
	case reason != "":
		*m = before
		_ = m.remove(w)
		m.fail(w, reason)
		return true
	case !done:
		_ = m.push(w)
	}
	return done
}

func compare(a, b work) int {
	return cmp.Or(cmp.Compare(a.module, b.module), cmp.Compare(a.Record, b.Record), cmp.Compare(a.At, b.At),
		cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Number, b.Number))
}
