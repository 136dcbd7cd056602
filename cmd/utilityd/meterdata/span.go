package meterdata

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// span returns the interval of a row, or the moment of its registers as the end. After an error column is the cell at fault.
func (t *table) span(m *meter, cells [][]byte) (start, end int64, column int, err error) {
	p := &t.columns
	at, column, err := t.beginning(cells)
	if err != nil {
		return 0, 0, column, err
	}
	step := t.step
	if p.step >= 0 {
		if step, err = lengthIn(cells[p.step]); err != nil {
			return 0, 0, p.step, err
		}
	}
	isEnd := t.format.Times == End || t.format.Times == "" && t.format.Columns.registers()
	due := step // from row to row
	if p.step < 0 && (p.end >= 0 || p.endClock >= 0 || t.format.Columns.registers()) {
		due = t.format.StepSeconds // the option is for rows without an end
	}
	t.resume(m, due, isEnd)
	when, err := m.clock.begin(at, t.zone, due, isEnd)
	if err != nil {
		return 0, 0, column, err
	}
	switch {
	case p.end >= 0 || p.endClock >= 0:
		start = when
		if end, column, err = t.ending(cells, at, start); err != nil {
			return 0, 0, column, err
		}
	case isEnd:
		start, end = when-step, when
	default:
		start, end = when, when+step
	}
	if start <= 0 || end < start || end == start && !t.format.Columns.registers() || end-start > longest {
		return 0, 0, max(p.end, p.endClock, p.step), errEndFirst
	}
	if err := t.order(m, when); err != nil {
		return 0, 0, column, err
	}
	return start, end, 0, nil
}

// order notes the time of a row. An input in which it goes back before it has gone forward once has its newest row first; less
// than a minute is a clock that was corrected.
func (t *table) order(m *meter, when int64) error {
	if m.seen && when > m.clock.last {
		t.ordered = true
	}
	if m.seen && when <= m.clock.last-60 && !t.ordered {
		if t.turned {
			return errOldestFirst
		}
		return ErrNewestFirst
	}
	m.seen = true
	m.clock.follow(when)
	return nil
}

// resume takes up the clock of a meter where an earlier run left off, so that the hour that comes twice goes on as it began.
func (t *table) resume(m *meter, step int64, isEnd bool) {
	if m.seen || t.last == nil {
		return
	}
	if m.clock.last = t.last(m.name); !isEnd && m.clock.last != 0 {
		m.clock.last -= max(step, 1)
	}
}

func (t *table) beginning(cells [][]byte) (m moment, column int, err error) {
	p := &t.columns
	if p.time >= 0 {
		m, err = t.calendar.moment(cells[p.time])
		return m, p.time, err
	}
	if m, err = t.date(cells[p.date]); err != nil {
		return m, p.date, err
	}
	clock, err := t.calendar.clock(cells[p.clock])
	return moment{m.seconds + clock.seconds, clock.local}, p.clock, err
}

// date reads a cell of which only the date counts; some exports add a midnight.
func (t *table) date(cell []byte) (moment, error) {
	m, err := t.calendar.moment(cell)
	if err == nil && (!m.local || m.seconds%day != 0) {
		err = errors.New("expected a date")
	}
	return m, err
}

func (t *table) ending(cells [][]byte, at moment, start int64) (unix int64, column int, err error) {
	p := &t.columns
	column = p.end
	var m moment
	if column >= 0 {
		m, err = t.calendar.moment(cells[column])
	} else {
		column = p.endClock
		if m, err = t.calendar.clock(cells[column]); err == nil {
			m.seconds += at.seconds - at.seconds%day
			if m.seconds <= at.seconds && m.local && !t.twice(at) {
				m.seconds += day // until midnight
			}
		}
	}
	if err != nil {
		return 0, column, err
	}
	unix, err = endOf(m, at, start, t.zone)
	return unix, column, err
}

// twice reports whether the local clock shows a time twice.
func (t *table) twice(at moment) bool {
	if !at.local || t.zone == nil {
		return false
	}
	first, second, ok := t.zone.instants(at.seconds)
	return ok && first != second
}

// lengthIn reads the length of an interval: seconds, 15m or PT15M.
func lengthIn(cell []byte) (int64, error) {
	text := string(cell)
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil && seconds > 0 && seconds <= longest {
		return seconds, nil
	}
	if iso, found := strings.CutPrefix(strings.ToUpper(text), "PT"); found {
		text = strings.ToLower(iso)
	}
	length, err := time.ParseDuration(text)
	if err != nil || length < time.Second || length%time.Second != 0 || length > longest*time.Second {
		return 0, errors.New("expected the length of an interval such as 900, 15m or PT15M")
	}
	return int64(length / time.Second), nil
}
