package meterdata

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
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
	step     int64 // length of an interval, unless the row has it
	last     func(meter string) int64

	meters  map[string]*meter
	alone   *meter // of a format of one meter
	pending []*RowError
	used    bool // a row has become a record, now or in an earlier run
	ordered bool // a time has been later than the one before of its meter, now or in an earlier run
	turned  bool // the last line comes first
	gross   bool // consumption and production are not netted
	err     error
}

// meter is the state of a reader for one meter.
type meter struct {
	name  string
	clock clock
	seen  bool
}

// newTable returns a reader of the rows after the header line.
func newTable(l *lines, f Format, p columns, o Options) (*table, error) {
	t := &table{
		lines: l, format: f, columns: p, last: o.Last, turned: o.Reverse, gross: o.Gross, meters: map[string]*meter{},
		splitter: splitter{separator: f.Separator[0]},
		calendar: calendar{order: f.Dates, truncate: f.Truncate},
		step:     cmp.Or(f.StepSeconds, int64(o.Step/time.Second)),
		used:     o.Previous != nil,
		ordered:  o.Previous != nil,
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

// Format returns the description of the input, including the signs that its rows have revealed so far.
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
		if isBlank(cells) || t.isHeader(cells) || t.isTotal(cells) {
			continue
		}
		return t.record(cells)
	}
	return Record{}, t.err
}

// totals are the words that begin the line with the sum of an export.
var totals = []string{"total", "totals", "sum", "summe", "gesamt", "somme", "totaal", "totale"}

// isTotal reports whether a row is a sum: it begins with such a word and has no time.
func (t *table) isTotal(cells [][]byte) bool {
	word := bytes.TrimRight(cells[0], ": ")
	if len(word) < 3 || len(word) > 8 || word[0] <= '9' {
		return false
	}
	at := max(t.columns.time, t.columns.date)
	if at < len(cells) {
		if _, err := t.calendar.moment(cells[at]); err == nil {
			return false
		}
	}
	return slices.ContainsFunc(totals, func(total string) bool { return strings.EqualFold(string(word), total) })
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
	if want := len(t.format.Header); len(cells) < want || !isBlank(cells[want:]) {
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

// refusal describes an invalid cell. Until the first usable row, an error that concerns the whole input ends it.
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
		t.err = &unreadableError{row.Error(), err}
		return t.err
	}
	return row
}

// unreadableError ends an input; unlike a RowError it would come again with every row.
type unreadableError struct {
	text  string
	cause error
}

func (u *unreadableError) Error() string { return u.text }
func (u *unreadableError) Unwrap() error { return u.cause }

func (t *table) meter(name []byte) *meter {
	if m, ok := t.meters[string(name)]; ok {
		return m
	}
	m := &meter{name: string(name)}
	t.meters[m.name] = m
	return m
}
