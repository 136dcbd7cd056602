package types

import (
	"cmp"
	"unicode/utf8"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/work/queue"
)

// DefaultGenesis returns the state of a new chain.
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: DefaultParams()}
}

// Validate checks the state without a store. The order within one time of a record is that of the kinds, which only the
// modules know: InitGenesis checks it.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	return check.All(g.checkPending(), g.checkFailed(), g.checkTurns())
}

func (g GenesisState) checkPending() error {
	seen := map[Item]bool{}
	for i, it := range g.Pending {
		if err := it.check(); err != nil {
			return ErrInvalidGenesis.Wrapf("pending: %s", err)
		}
		if i > 0 && compareItems(g.Pending[i-1], it) > 0 || seen[it] {
			return ErrInvalidGenesis.Wrapf("pending: expected each item once, ascending by module, record and time, got %s out of order", it.String())
		}
		seen[it] = true
	}
	return nil
}

func (g GenesisState) checkFailed() error {
	seen := map[Item]bool{}
	for i, f := range g.Failed {
		if err := check.All(f.Item.check(), check.Time("failed_at", f.FailedAt)); err != nil {
			return ErrInvalidGenesis.Wrapf("failed: %s", err)
		}
		if len(f.Reason) > queue.MaxReason || !utf8.ValidString(f.Reason) {
			return ErrInvalidGenesis.Wrapf("failed: expected a reason of at most %d bytes of UTF-8, got %q", queue.MaxReason, f.Reason)
		}
		name := f.Item
		name.DueAt = 0
		if i > 0 && compareLanes(g.Failed[i-1].Item.lane(), name.lane()) > 0 || seen[name] {
			return ErrInvalidGenesis.Wrapf("failed: expected each item once, ascending by module and record, got %s out of order", f.Item.String())
		}
		seen[name] = true
	}
	return nil
}

// checkTurns checks that each record with pending work has one turn.
func (g GenesisState) checkTurns() error {
	seen := map[queue.Lane]bool{}
	for i, t := range g.Turns {
		lane := queue.Lane{Module: t.Module, Record: t.Record}
		if err := checkLane(lane); err != nil {
			return ErrInvalidGenesis.Wrapf("turns: %s", err)
		}
		if t.AtNs < 0 {
			return ErrInvalidGenesis.Wrapf("turns: at_ns: expected at least 0, got %d", t.AtNs)
		}
		if i > 0 && compareTurns(g.Turns[i-1], t) > 0 || seen[lane] {
			return ErrInvalidGenesis.Wrapf("turns: expected each record once, ascending by time, module and record, got %s out of order", t.String())
		}
		seen[lane] = true
	}
	for _, it := range g.Pending {
		if !seen[it.lane()] {
			return ErrInvalidGenesis.Wrapf("turns: expected one of %s %d, which has pending work, got none", it.Module, it.Record)
		}
	}
	return nil
}

func (it Item) lane() queue.Lane { return queue.Lane{Module: it.Module, Record: it.Record} }

func (it Item) check() error {
	return check.All(
		checkLane(it.lane()),
		check.Text("kind", it.Kind, 1, MaxNameBytes),
		check.Time("due_at", it.DueAt),
	)
}

func checkLane(l queue.Lane) error {
	return check.All(check.Text("module", l.Module, 1, MaxNameBytes), check.Min("record", l.Record, 1))
}

func compareLanes(a, b queue.Lane) int {
	return cmp.Or(cmp.Compare(a.Module, b.Module), cmp.Compare(a.Record, b.Record))
}

func compareItems(a, b Item) int {
	return cmp.Or(compareLanes(a.lane(), b.lane()), cmp.Compare(a.DueAt, b.DueAt))
}

func compareTurns(a, b Turn) int {
	return cmp.Or(cmp.Compare(a.AtNs, b.AtNs),
		compareLanes(queue.Lane{Module: a.Module, Record: a.Record}, queue.Lane{Module: b.Module, Record: b.Record}))
}
