package meterdata

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Input is one input in a known format.
type Input struct {
	reader interface {
		Reader
		Format() Format
	}
	close func() error
}

// Next implements Reader.
func (in *Input) Next() (Record, error) { return in.reader.Next() }

// Format returns the description of the input, for Options.Previous.
func (in *Input) Format() Format { return in.reader.Format() }

// Telegrams reports whether the input holds what a meter sent: registers that may come every second, of which a Sampler in package
// live chooses.
func (in *Input) Telegrams() bool { return in.Format().Layout == P1 || in.Format().Layout == SML }

// Close closes the file that OpenFile has opened.
func (in *Input) Close() error { return in.close() }

// OpenFile opens a file; "-" is standard input. A file whose newest row comes first is refused before a record of it is used.
func OpenFile(path string, o Options) (*Input, error) {
	if path == "-" {
		return Open(os.Stdin, o)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("expected a file of meter data: %w", err)
	}
	var in *Input
	if err = probe(f, o); err == nil {
		in, err = Open(f, o)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	in.close = f.Close
	return in, nil
}

// Open reads as far as the header line, and from then on a row as soon as its line is complete. NEM12 and Green Button put the
// two directions of a meter into separate blocks, so their records come out when all blocks of the meter have been read.
func Open(r io.Reader, o Options) (*Input, error) {
	o, err := o.check()
	if err != nil {
		return nil, err
	}
	c, err := o.candidates()
	if err != nil {
		return nil, err
	}
	text, err := decode(r, c.layout)
	if err != nil {
		return nil, err
	}
	in := &Input{close: func() error { return nil }}
	if c.layout == "" {
		c.layout = sniff(text)
	}
	switch c.layout {
	case GreenButton:
		in.reader = newGreenButton(text, o)
	case NEM12:
		in.reader = newNEM12(&lines{in: text})
	case P1:
		p1 := P1Options{Names: o.Names, Meter: o.Meter, AllowNoCRC: o.AllowNoCRC}
		if o.Zone != "" {
			zone, err := loadZone(o.Zone)
			if err != nil {
				return nil, err
			}
			p1.Zone = zone.location
		}
		in.reader = newP1(text, p1)
	case SML:
		in.reader = newSML(text, SMLOptions{Names: o.Names})
	default:
		if in.reader, err = openTable(&lines{in: text}, c); err != nil {
			return nil, err
		}
	}
	return in, nil
}

// sniff returns the layout that the first bytes show; it waits for no byte that it does not need.
func sniff(text *bufio.Reader) string {
	at := 0
	next := func() byte {
		head, err := text.Peek(at + 1)
		if err != nil {
			return 0
		}
		at++
		return head[at-1]
	}
	first := next()
	for first == ' ' || first == '\t' || first == '\r' || first == '\n' || first >= 0x80 { // a byte-order mark
		first = next()
	}
	switch {
	case first == '<':
		return GreenButton
	case first == '/':
		return P1
	case first == 0x1b && next() == 0x1b:
		return SML
	case (first == '1' || first == '2') && next() == '0' && next() == '0' && next() == ',':
		return NEM12
	default:
		return CSV
	}
}

// maxPreamble is how many lines may stand before the header line.
const maxPreamble = 25

// example returns a header line for error messages.
func (c candidates) example() string {
	if c.own || len(c.formats) == 0 {
		return "time,meter,consumed_wh,produced_wh"
	}
	return strings.Join(c.formats[0].Columns.names(), cmp.Or(c.formats[0].Separator, ","))
}

// openTable looks for the header line.
func openTable(l *lines, c candidates) (*table, error) {
	var skipped []*RowError
	for len(skipped) < maxPreamble {
		line, err := l.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if isEmpty(line) {
			continue
		}
		if f, p, ok := c.heading(line); ok {
			return beginTable(l, f, p, c.options)
		}
		if f, p, ok := c.continued(line); ok {
			l.back()
			t, err := beginTable(l, f, p, c.options)
			if err == nil {
				t.pending = skipped
			}
			return t, err
		}
		if isRow(line) && len(skipped) == 0 {
			return nil, fmt.Errorf("line %d: expected a header line such as %s, got the row %.100q", l.number, c.example(), line)
		}
		if isRow(line) {
			break // so that a stream is refused at its first row
		}
		skipped = append(skipped, &RowError{Line: l.number, Reason: fmt.Sprintf("expected a header line such as %s, got %.100q", c.example(), line)})
	}
	if len(skipped) == 0 {
		return nil, fmt.Errorf("expected a header line such as %s, got nothing", c.example())
	}
	last := skipped[len(skipped)-1]
	return nil, fmt.Errorf("line %d: %s; formats are %s, others need a description (--format FILE.json)", last.Line, last.Reason, presetNames())
}

// continued finds the format of a stream that goes on without its header line.
func (c candidates) continued(line []byte) (Format, columns, bool) {
	for _, f := range c.formats {
		if len(f.Header) == 0 || f.Separator == "" {
			continue
		}
		s := splitter{separator: f.Separator[0]}
		cells, err := s.split(line)
		if p, ok := f.place(f.Header); err == nil && ok && len(cells) == len(f.Header) {
			return f.Clone(), p, true
		}
	}
	return Format{}, columns{}, false
}

// isRow reports whether a line begins with a time, as no header line does.
func isRow(line []byte) bool {
	for _, separator := range separators {
		cell, _, more := bytes.Cut(line, []byte{separator})
		cell = bytes.Trim(cell, ` "`)
		if _, err := (calendar{order: DayFirst}).moment(cell); err == nil && more && len(cell) >= 8 {
			return true
		}
	}
	return false
}

// beginTable checks that no fact is missing that the user has to supply.
func beginTable(l *lines, f Format, p columns, o Options) (*table, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	switch {
	case !f.Columns.registers() && f.StepSeconds == 0 && o.Step == 0 && p.end < 0 && p.endClock < 0 && p.step < 0:
		return nil, ErrNoStep
	case f.Meter == "" && p.meter < 0:
		return nil, ErrNoMeter
	case f.Unit == "" && p.unit < 0:
		return nil, ErrNoUnit
	}
	if o.Reverse {
		if err := l.reverse(); err != nil {
			return nil, err
		}
	}
	return newTable(l, f, p, o)
}
