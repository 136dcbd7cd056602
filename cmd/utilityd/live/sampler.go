package live

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// maxAhead is how far the clock of a meter may be ahead of this machine's; the chain refuses readings beyond a minute too.
const maxAhead = 60

// Sampler chooses the registers to sign from values that come as often as they like. A border is a multiple of the step since the
// Unix epoch. Each meter gets at most one reading for a border: the last value of the step that ends there, or, if that step
// brought none, the first value within the tolerance behind the border. No value is used twice or changed. Amounts pass
// through.
//
// The sampler has no clock of its own: Tick and SetClock move it. It holds one value for each meter.
type Sampler struct {
	step, tolerance int64
	// now is the time of the last tick; before the first one nothing is refused for being ahead.
	now    int64
	ticked bool
	meters map[string]*sampled
}

// sampled is the state of one meter.
type sampled struct {
	// newest is the time of the newest value.
	newest int64
	// taken is the border of the last reading.
	taken int64
	// held is the last value of the running step, if holding.
	held    meterdata.Record
	holding bool
}

// NewSampler takes a reading each step, at best at its end, at worst the tolerance later. The tolerance is also how long Tick waits
// for values in flight.
func NewSampler(step, tolerance time.Duration) (*Sampler, error) {
	if step < time.Second || step%time.Second != 0 {
		return nil, fmt.Errorf("expected a step of whole seconds, got %s", step)
	}
	if tolerance < 0 || tolerance >= step || tolerance%time.Second != 0 {
		return nil, fmt.Errorf("expected a tolerance of whole seconds below the step of %s, got %s", step, tolerance)
	}
	return &Sampler{step: int64(step / time.Second), tolerance: int64(tolerance / time.Second), meters: map[string]*sampled{}}, nil
}

// Resume continues behind the last reading of a meter, Unix seconds, that an earlier run took. It counts for the border before it
// if that is within the tolerance, else for the border behind it. Only the time of the reading is known: a last value
// within the tolerance that Tick took for the border behind it may get a successor for the same border. It would
// have been worse to take none.
func (s *Sampler) Resume(meter string, last int64) {
	m := s.meter(meter)
	if last <= m.newest {
		return
	}
	below, above := s.borders(last)
	m.newest, m.taken = last, above
	if last-below <= s.tolerance {
		m.taken = below
	}
}

// Offer takes a record and returns the readings that are due. A value whose time is far ahead of the last tick, or before that of
// the value before it, is refused; one with the same time again, or for a border that has its reading, is dropped.
func (s *Sampler) Offer(r meterdata.Record) (due []meterdata.Record, refused *meterdata.RowError) {
	if r.Kind != meterdata.Registers {
		return []meterdata.Record{r}, nil
	}
	if s.ticked && r.End > s.now+maxAhead {
		return nil, refusal(r, "expected a time at most %d s ahead of this machine's clock, got %s", maxAhead, moment(r.End))
	}
	m := s.meter(r.Meter)
	if r.End < m.newest {
		return nil, refusal(r, "expected a clock that does not go back, got %s after %s", moment(r.End), moment(m.newest))
	}
	if r.End == m.newest {
		return nil, nil
	}
	m.newest = r.End
	below, above := s.borders(r.End)
	if _, border := s.borders(m.held.End); m.holding && border < above {
		due = append(due, m.take(m.held, border))
	}
	switch {
	case above <= m.taken:
	case r.End == above:
		due = append(due, m.take(r, above))
	case r.End-below <= s.tolerance && below > m.taken:
		due = append(due, m.take(r, below))
	default:
		m.held, m.holding = r, true
	}
	return due, nil
}

// SetClock moves the clock alone, by which values from the future are refused.
func (s *Sampler) SetClock(now time.Time) { s.now, s.ticked = now.Unix(), true }

// Tick moves the clock and returns the readings of borders behind which nothing came within the tolerance, oldest first. Call it
// every few seconds, and once before the first value.
func (s *Sampler) Tick(now time.Time) (due []meterdata.Record) {
	s.SetClock(now)
	for _, m := range s.meters {
		if _, border := s.borders(m.held.End); m.holding && s.now-s.tolerance > border {
			due = append(due, m.take(m.held, border))
		}
	}
	slices.SortFunc(due, func(a, b meterdata.Record) int {
		return cmp.Or(cmp.Compare(a.End, b.End), cmp.Compare(a.Meter, b.Meter))
	})
	return due
}

// End returns the readings of the last borders at the end of the values: the values that are held within the tolerance before
// them. A value further from its border is left to the input that goes on there, and is refused if its meter had no reading at all.
func (s *Sampler) End() (due []meterdata.Record, refused []*meterdata.RowError) {
	for _, name := range slices.Sorted(maps.Keys(s.meters)) {
		m := s.meters[name]
		if !m.holding {
			continue
		}
		if _, border := s.borders(m.held.End); border-m.held.End <= s.tolerance {
			due = append(due, m.take(m.held, border))
		} else if m.taken == math.MinInt64 {
			refused = append(refused, refusal(m.held, "expected a value at most %d s before a border of %s or behind it, got the last one at %s",
				s.tolerance, time.Duration(s.step)*time.Second, moment(m.held.End)))
		}
	}
	return due, refused
}

func (s *Sampler) meter(name string) *sampled {
	m, ok := s.meters[name]
	if !ok {
		m = &sampled{newest: math.MinInt64, taken: math.MinInt64}
		s.meters[name] = m
	}
	return m
}

// borders returns the last border at or before a time, and the first at or behind it.
func (s *Sampler) borders(at int64) (below, above int64) {
	into := (at%s.step + s.step) % s.step
	if into == 0 {
		return at, at
	}
	return at - into, at - into + s.step
}

// take makes a value the reading of a border.
func (m *sampled) take(r meterdata.Record, border int64) meterdata.Record {
	m.taken, m.holding = border, false
	return r
}

func refusal(r meterdata.Record, format string, arguments ...any) *meterdata.RowError {
	return &meterdata.RowError{Line: r.Line, Meter: r.Meter, Reason: fmt.Sprintf(format, arguments...)}
}

func moment(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) }
