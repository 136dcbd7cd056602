package meterdata

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// gbAmount is a reading whose type is known: the amount of one direction in an interval.
type gbAmount struct {
	point      int
	start, end int64
	line       int
	export     bool
	amount     Quantity
	problem    string // why it cannot be used
}

// resolve follows the links and turns the readings into amounts.
func (g *greenButton) resolve() error {
	blocks := g.entries.blocks
	if len(blocks) == 0 {
		return errors.New("expected a Green Button feed with an IntervalBlock, got none")
	}
	amounts, sources := make([]gbAmount, 0, len(g.entries.intervals)), map[string]gbSource{} // by the link to the collection of the block
	for _, b := range blocks {
		var err error
		if amounts, err = g.add(amounts, b, sources); err != nil {
			return fmt.Errorf("line %d: %w", b.line, err)
		}
	}
	g.entries.blocks, g.entries.intervals = nil, nil
	g.amounts = sortRuns(amounts, byInterval)
	return nil
}

// sortRuns sorts by merging ascending runs, of which a feed mostly has one for each direction of a meter. Equal ones keep their
// order.
func sortRuns[T any](values []T, compare func(a, b T) int) []T {
	run := func(from int) int {
		to := min(from+1, len(values))
		for to < len(values) && compare(values[to-1], values[to]) <= 0 {
			to++
		}
		return to
	}
	var room []T
	for run(0) < len(values) {
		room = slices.Grow(room[:0], len(values))
		for from := 0; from < len(values); {
			middle := run(from)
			end := run(middle)
			a, b := values[from:middle], values[middle:end]
			for len(a) > 0 && len(b) > 0 {
				if compare(a[0], b[0]) <= 0 {
					room, a = append(room, a[0]), a[1:]
				} else {
					room, b = append(room, b[0]), b[1:]
				}
			}
			room, from = append(append(room, a...), b...), end
		}
		values, room = room, values
	}
	return values
}

// byInterval orders by meter and interval.
func byInterval(a, b gbAmount) int {
	return cmp.Or(cmp.Compare(a.point, b.point), cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
}

// gbSource is what the links of a block lead to.
type gbSource struct {
	passed    bool // it is neither energy nor water
	unit      measure
	shift     int
	direction string
	point     int
}

// add appends the amounts of a block, none if it holds something else than energy or water.
func (g *greenButton) add(amounts []gbAmount, b gbBlock, sources map[string]gbSource) ([]gbAmount, error) {
	source, known := sources[b.up]
	if !known {
		var err error
		if source, err = g.source(b.up); err != nil {
			return nil, err
		}
		sources[b.up] = source
	}
	if source.passed {
		return amounts, nil
	}
	for i := b.from; i < b.to; i++ {
		amounts = append(amounts, g.entries.intervals[i].amount(source))
	}
	return amounts, nil
}

// source follows the links from a block.
func (g *greenButton) source(up string) (s gbSource, err error) {
	reading, ok := g.entries.readingOf(up)
	if !ok {
		return s, fmt.Errorf("expected a MeterReading for the block with the link %q", up)
	}
	kind, ok := g.entries.typeOf(reading)
	if !ok {
		return s, fmt.Errorf("expected a ReadingType for the MeterReading %q", reading.self)
	}
	if s.unit, s.shift, ok, err = kind.unitOf(); !ok || err != nil {
		return gbSource{passed: true}, err
	}
	if g.base != "" && g.base != s.unit.base {
		return s, fmt.Errorf("expected a feed of %s, got %s too", g.base, s.unit.base)
	}
	g.base = s.unit.base
	if s.point, ok = g.entries.pointOf(reading); !ok {
		return s, fmt.Errorf("expected a UsagePoint for the MeterReading %q", reading.self)
	}
	s.direction = strings.TrimSpace(kind.Direction)
	if !slices.Contains([]string{"", "0", "1", "4", "19"}, s.direction) {
		return s, fmt.Errorf("expected a flowDirection 1, 4 or 19, got %q", kind.Direction)
	}
	return s, nil
}

// amount reads the value of a reading.
func (r *gbInterval) amount(s gbSource) gbAmount {
	a := gbAmount{point: s.point, line: r.line, problem: r.problem}
	if r.problem != "" {
		return a
	}
	a.start, a.end, a.export = r.start, r.end, s.direction == "19"
	value := strings.TrimSpace(r.value)
	if less, negative := strings.CutPrefix(value, "-"); negative && s.direction == "4" {
		a.export, value = true, less
	}
	numbers := notation{decimal: '.'}
	var err error
	if a.amount, err = numbers.read([]byte(value), s.unit.parts, s.shift); err != nil {
		a.problem = fmt.Sprintf("value: %s, got %.40q", err, r.value)
	}
	return a
}

// join makes records of the readings of the next interval: the first import with the first export, and so on if they come
// doubled. An interval of which one direction cannot be used does not count in the other either.
func (g *greenButton) join() {
	count := 1
	for count < len(g.amounts) && byInterval(g.amounts[0], g.amounts[count]) == 0 {
		count++
	}
	same := g.amounts[:count]
	g.amounts, g.ready, g.given = g.amounts[count:], g.ready[:0], 0
	name := g.pointName(same[0].point)
	bad := slices.IndexFunc(same, func(a gbAmount) bool { return a.problem != "" })
	if bad >= 0 {
		for _, a := range same {
			reason := cmp.Or(a.problem, "expected both directions of the interval: "+same[bad].problem)
			g.ready = append(g.ready, result{err: &RowError{Line: a.line, Meter: name, Reason: reason}})
		}
		return
	}
	imported, exported := following(same, 0, false), following(same, 0, true)
	for imported < count || exported < count {
		r := Record{Meter: name, Kind: Amounts, Litres: g.base == Litre.Base(), Start: same[0].start, End: same[0].end}
		if exported < count {
			r.Line, r.Export = same[exported].line, same[exported].amount
			exported = following(same, exported+1, true)
		}
		if imported < count {
			r.Line, r.Import = same[imported].line, same[imported].amount
			imported = following(same, imported+1, false)
		}
		g.ready = append(g.ready, result{record: r})
	}
}

// following returns where the next amount of a direction is.
func following(same []gbAmount, from int, export bool) int {
	for from < len(same) && same[from].export != export {
		from++
	}
	return from
}

// pointName names a meter.
func (g *greenButton) pointName(point int) string {
	if g.name != "" && len(g.entries.points) <= 1 || point >= len(g.entries.points) {
		return cmp.Or(g.name, "UsagePoint")
	}
	self := g.entries.points[point].self
	return cmp.Or(self[strings.LastIndexByte(self, '/')+1:], "UsagePoint")
}
