package meterdata

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// nem12 reads interval data of the Australian market: a record 200 for each register of a connection point (NMI), behind it a
// record 300 for each day with all its values, and records 400 where the quality of a day varies. Source: AEMO, "Meter Data File
// Format Specification NEM12 & NEM13", v1.06 and v2.5.
//
// Registers whose suffix begins with E are import, those with B export; several of one kind add up. Registers of other units,
// such as reactive energy, are passed over. All registers of an NMI have to cover a day for it to count, as the specification
// requires. Times are those of the market, +10:00 all year. Values that are actual (A), estimated (E) or substituted (F, S)
// count, null values (N) do not.
//
// The registers of an NMI stand one behind the other, so one NMI is held in memory: 14 kB for a day in steps of five minutes.
type nem12 struct {
	lines    *lines
	splitter splitter
	notation notation
	err      error

	nmi    string
	stream stream
	block  *block // the last 300 record, whose quality may still follow
	days   map[int64]*nemDay
	names  []string // of the registers of the NMI that count
	ready  []result
}

// stream is the register of the last record 200.
type stream struct {
	register string
	export   bool
	unit     measure
	interval int64
	skip     bool
}

// block is one day of one register.
type block struct {
	line     int
	day      int64
	values   []Quantity
	problems []string
	varies   bool
}

// nemDay is one day of all registers.
type nemDay struct {
	line     int
	interval int64
	names    []string
	imported []Quantity
	exported []Quantity
	problems []string
}

// result is the result of one call of Next.
type result struct {
	record Record
	err    *RowError
}

func (r result) line() int {
	if r.err != nil {
		return r.err.Line
	}
	return r.record.Line
}

func newNEM12(l *lines) *nem12 {
	return &nem12{lines: l, splitter: splitter{separator: ','}, notation: notation{decimal: '.'}, days: map[int64]*nemDay{}}
}

// Format returns the name; there is nothing to choose.
func (n *nem12) Format() Format { return Format{Name: NEM12, Layout: NEM12, Unit: WattHour} }

// Next returns the next interval.
func (n *nem12) Next() (Record, error) {
	for len(n.ready) == 0 {
		if n.err != nil {
			return Record{}, n.err
		}
		n.read()
	}
	first := n.ready[0]
	n.ready = n.ready[1:]
	if first.err != nil {
		return Record{}, first.err
	}
	return first.record, nil
}

// read takes in lines until an NMI is complete.
func (n *nem12) read() {
	for {
		line, err := n.lines.next()
		switch {
		case errors.Is(err, errLongLine):
			n.refuse(n.lines.number, err.Error())
			continue
		case err != nil:
			n.finish()
			if n.err = err; !errors.Is(err, io.EOF) {
				n.err = fmt.Errorf("line %d: %w", n.lines.number, err)
			}
			return
		}
		cells, err := n.splitter.split(line)
		if err != nil {
			n.refuse(n.lines.number, err.Error())
			continue
		}
		if n.take(cells) {
			return
		}
	}
}

// take takes in one line and reports whether an NMI became complete.
func (n *nem12) take(cells [][]byte) (complete bool) {
	switch kind := string(cells[0]); kind {
	case "400":
		n.qualify(cells)
	case "500", "":
	case "300":
		n.settle()
		n.interval(cells)
	case "200":
		n.settle()
		if len(cells) > 1 && string(cells[1]) != n.nmi {
			n.finish()
			complete = true
		}
		n.begin(cells)
	case "100", "900":
		n.finish()
		n.stream = stream{}
		complete = true
	default:
		n.refuse(n.lines.number, fmt.Sprintf("expected a record 100, 200, 300, 400, 500 or 900, got %.20q", kind))
	}
	return complete
}

func (n *nem12) refuse(line int, reason string) {
	n.ready = append(n.ready, result{err: &RowError{Line: line, Meter: n.nmi, Reason: reason}})
}

// begin reads a record 200: NMI, configuration, register, suffix, stream, serial number, unit, length of an interval.
func (n *nem12) begin(cells [][]byte) {
	n.stream = stream{skip: true}
	if len(cells) < 9 || len(cells[1]) == 0 {
		n.refuse(n.lines.number, fmt.Sprintf("expected a record 200 with an NMI, a unit and the length of its intervals, got %d cells", len(cells)))
		return
	}
	n.nmi = string(cells[1])
	unit, known := measureOf(string(cells[7]))
	if !known || unit.power || unit.base != WattHour.Base() {
		return // another kind of quantity
	}
	minutes, err := strconv.Atoi(string(cells[8]))
	suffix := string(cells[4])
	switch {
	case err != nil || minutes != 5 && minutes != 15 && minutes != 30:
		n.refuse(n.lines.number, fmt.Sprintf("expected intervals of 5, 15 or 30 minutes, got %q", cells[8]))
	case suffix == "" || suffix[0] != 'E' && suffix[0] != 'B':
		n.refuse(n.lines.number, fmt.Sprintf("expected a register of import (E1) or export (B1), got %q", suffix))
	default:
		n.stream = stream{register: suffix, export: suffix[0] == 'B', unit: unit, interval: int64(minutes) * 60}
		if !slices.Contains(n.names, suffix) {
			n.names = append(n.names, suffix)
		}
	}
}

// interval reads a record 300: a date, the values of the day, their quality.
func (n *nem12) interval(cells [][]byte) {
	switch {
	case n.stream.skip:
		return
	case n.stream.interval == 0:
		n.refuse(n.lines.number, "expected a record 200 before the first record 300")
		return
	}
	count := int(day / n.stream.interval)
	if len(cells) < count+3 {
		n.refuse(n.lines.number, fmt.Sprintf("expected a date, %d values and a quality, got %d cells", count, len(cells)-1))
		return
	}
	date, err := calendar{}.moment(cells[1])
	if err != nil || len(cells[1]) != 8 {
		n.refuse(n.lines.number, fmt.Sprintf("expected a date such as 20261120, got %q", cells[1]))
		return
	}
	b := &block{line: n.lines.number, day: date.seconds, values: make([]Quantity, count), problems: make([]string, count)}
	for i, cell := range cells[2 : count+2] {
		if b.values[i], err = n.notation.read(cell, n.stream.unit.parts, 0); err != nil {
			b.problems[i] = fmt.Sprintf("%s, got %q", err, cell)
		}
	}
	quality := cells[count+2]
	b.varies = bytes.HasPrefix(quality, []byte("V"))
	if n.block = b; !b.varies {
		b.qualify(0, count, quality)
		return
	}
	for i := range b.problems {
		if b.problems[i] == "" {
			b.problems[i] = noQuality
		}
	}
}

const noQuality = "expected a record 400 with the quality"

// qualify reads a record 400: first and last interval of the day, from 1, and their quality.
func (n *nem12) qualify(cells [][]byte) {
	if n.stream.skip || n.block == nil || !n.block.varies {
		return // the quality is in the record 300
	}
	if len(cells) < 4 {
		n.refuse(n.lines.number, fmt.Sprintf("expected a record 400 with two intervals and a quality, got %d cells", len(cells)))
		return
	}
	first, err := strconv.Atoi(string(cells[1]))
	last, err2 := strconv.Atoi(string(cells[2]))
	if err != nil || err2 != nil || first < 1 || last < first || last > len(n.block.values) {
		n.refuse(n.lines.number, fmt.Sprintf("expected intervals 1 to %d, got %q to %q", len(n.block.values), cells[1], cells[2]))
		return
	}
	n.block.qualify(first-1, last, cells[3])
}

func (b *block) qualify(from, to int, quality []byte) {
	counts := len(quality) > 0 && bytes.IndexByte([]byte("AEFS"), quality[0]) >= 0
	for i := from; i < to; i++ {
		switch {
		case counts && b.problems[i] == noQuality:
			b.problems[i] = ""
		case !counts && (b.problems[i] == "" || b.problems[i] == noQuality):
			b.problems[i] = fmt.Sprintf("expected a value of quality A, E, F or S, got %.10q", quality)
		}
	}
}
