package meterdata

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// table reads the rows of a CSV input as its format describes them.
type table struct {
	lines    *lines
	format   Format
	columns  columns
	splitter splitter
	calendar calendar
	notation notation
	zone     *zone
	unit     measure
	last     func(meter string) int64

	meters  map[string]*meter
	alone   *meter // of a format of one meter
	pending []*RowError
	used    bool // a row has become a record
	ordered bool // a time has been later than the one before of its meter
	turned  bool // the last line comes first
	err     error
}

// meter is what a reader remembers of one meter.
type meter struct {
	name  string
	clock clock
	seen  bool
}

// newTable begins behind the header line.
func newTable(l *lines, f Format, p columns, o Options) (*table, error) {
	t := &table{
		lines: l, format: f, columns: p, last: o.Last, turned: o.Reverse, meters: map[string]*meter{},
		splitter: splitter{separator: f.Separator[0]},
		calendar: calendar{order: f.Dates, truncate: f.Truncate},
	}
	if f.Decimal != "" {
		t.notation.decimal = f.Decimal[0]
	} else if f.Separator == "," {
		t.notation.decimal = '.'
	}
	if f.Thousands != "" {
		t.notation.thousands = f.Thousands[0]
	}
	var err error
	if t.zone, err = loadZone(f.Zone); err != nil {
		return nil, err
	}
	t.unit, _ = measureOf(string(f.Unit))
	if p.meter < 0 {
		t.alone = t.meter([]byte(f.Meter))
	}
	return t, nil
}

// Format returns the description of the input, with what its rows have shown so far.
func (t *table) Format() Format {
	f := t.format.Clone()
	if t.notation.decimal != 0 {
		f.Decimal = string(t.notation.decimal)
	}
	if t.notation.thousands != 0 {
		f.Thousands = string(t.notation.thousands)
	}
	return f
}

// Next returns the record of the next row.
func (t *table) Next() (Record, error) {
	if len(t.pending) > 0 {
		first := t.pending[0]
		t.pending = t.pending[1:]
		return Record{}, first
	}
	for t.err == nil {
		line, err := t.lines.next()
		if errors.Is(err, errLongLine) {
			return Record{}, &RowError{Line: t.lines.number, Reason: err.Error()}
		}
		if err != nil {
			t.err = err
			break
		}
		if isEmpty(line) {
			continue
		}
		cells, err := t.splitter.split(line)
		if err != nil {
			return Record{}, &RowError{Line: t.lines.number, Reason: err.Error()}
		}
		if isTotal(cells[0]) || isBlank(cells) || t.isHeader(cells) {
			continue
		}
		return t.record(cells)
	}
	return Record{}, t.err
}

// totals are how exports begin the line with their sum.
var totals = []string{"total", "totals", "sum", "summe", "gesamt", "somme", "totaal", "totale"}

func isTotal(cell []byte) bool {
	cell = bytes.TrimRight(cell, ": ")
	if len(cell) < 3 || len(cell) > 8 || cell[0] <= '9' {
		return false
	}
	for _, word := range totals {
		if strings.EqualFold(string(cell), word) {
			return true
		}
	}
	return false
}

// isEmpty reports whether a line is blank or a comment.
func isEmpty(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 || line[0] == '#' }

// isHeader reports whether the header line comes again, as it does where files were joined.
func (t *table) isHeader(cells [][]byte) bool {
	if string(cells[0]) != t.format.Header[0] {
		return false
	}
	for i, cell := range cells {
		if i < len(t.format.Header) && string(cell) != t.format.Header[i] {
			return false
		}
	}
	return true
}

func isBlank(cells [][]byte) bool {
	for _, cell := range cells {
		if len(cell) > 0 {
			return false
		}
	}
	return true
}

// record reads one row.
func (t *table) record(cells [][]byte) (Record, error) {
	m := t.alone
	if at := t.columns.meter; m == nil && at < len(cells) && len(cells[at]) > 0 {
		m = t.meter(cells[at])
	}
	name := ""
	if m != nil {
		name = m.name
	}
	refuse := func(column int, err error) (Record, error) {
		return Record{}, t.refusal(cells, name, column, err)
	}
	if want := len(t.format.Header); len(cells) != want && !(len(cells) > want && isBlank(cells[want:])) {
		return refuse(-1, fmt.Errorf("expected %d cells as in the header line, got %d (--separator, --decimal)", want, len(cells)))
	}
	if m == nil {
		return refuse(t.columns.meter, errors.New("expected the name of a meter"))
	}
	start, end, column, err := t.span(m, cells)
	if err != nil {
		return refuse(column, err)
	}
	r := Record{Line: t.lines.number, Meter: m.name, Kind: Amounts, Start: start, End: end}
	if t.format.Columns.registers() {
		r.Kind, r.Start, r.Single = Registers, 0, len(t.format.Columns.Register) > 0
	}
	if column, err := t.quantities(&r, cells); err != nil {
		return refuse(column, err)
	}
	t.used = true
	return r, nil
}

// refusal words what is wrong with a cell. As long as no row could be used, what is wrong with the whole input ends reading.
func (t *table) refusal(cells [][]byte, meter string, column int, err error) error {
	reason := err.Error()
	if column >= 0 && column < len(cells) {
		got := "nothing"
		if len(cells[column]) > 0 {
			got = strconv.Quote(string(cells[column]))
		}
		reason = fmt.Sprintf("%s: %s, got %s", t.format.Header[column], reason, got)
	}
	row := &RowError{Line: t.lines.number, Meter: meter, Reason: reason}
	systematic := errors.Is(err, errMilliseconds) || errors.Is(err, ErrNoZone) || errors.Is(err, errDateOrder)
	if errors.Is(err, ErrNewestFirst) || errors.Is(err, errOldestFirst) || systematic && !t.used {
		t.err = &unreadable{row.Error(), err}
		return t.err
	}
	return row
}

// unreadable ends an input. It is no RowError, for no other row will fare better.
type unreadable struct {
	text  string
	cause error
}

func (u *unreadable) Error() string { return u.text }
func (u *unreadable) Unwrap() error { return u.cause }

func (t *table) meter(name []byte) *meter {
	if m, ok := t.meters[string(name)]; ok {
		return m
	}
	m := &meter{name: string(name)}
	t.meters[m.name] = m
	return m
}

// span returns the interval of a row, or the moment of its registers as the end. After an error column is the cell at fault.
func (t *table) span(m *meter, cells [][]byte) (start, end int64, column int, err error) {
	p := &t.columns
	at, column, err := t.beginning(cells)
	if err != nil {
		return 0, 0, column, err
	}
	step := t.format.StepSeconds
	if p.step >= 0 {
		if step, err = lengthIn(cells[p.step]); err != nil {
			return 0, 0, p.step, err
		}
	}
	isEnd := t.format.Times == End || t.format.Times == "" && t.format.Columns.registers()
	t.resume(m, step, isEnd)
	when, err := m.clock.begin(at, t.zone, step, isEnd)
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
		m.clock.last -= step
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
