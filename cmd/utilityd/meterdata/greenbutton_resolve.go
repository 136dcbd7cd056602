package meterdata

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
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

// resolve follows the links and turns the readings into records.
func (g *greenButton) resolve() error {
	if len(g.entries.blocks) == 0 {
		return errors.New("expected a Green Button feed with an IntervalBlock, got none")
	}
	var amounts []gbAmount
	for _, b := range g.entries.blocks {
		more, err := g.amounts(b)
		if err != nil {
			return fmt.Errorf("line %d: %w", b.line, err)
		}
		amounts = append(amounts, more...)
	}
	g.entries.blocks = nil
	slices.SortStableFunc(amounts, byInterval)
	for len(amounts) > 0 {
		same := 1
		for same < len(amounts) && byInterval(amounts[0], amounts[same]) == 0 {
			same++
		}
		g.join(amounts[:same])
		amounts = amounts[same:]
	}
	return nil
}

// byInterval orders by meter and interval.
func byInterval(a, b gbAmount) int {
	return cmp.Or(cmp.Compare(a.point, b.point), cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
}

// amounts reads the readings of a block, none if it holds something else than energy or water.
func (g *greenButton) amounts(b gbBlock) ([]gbAmount, error) {
	reading, ok := g.entries.readingOf(b)
	if !ok {
		return nil, fmt.Errorf("expected a MeterReading for the block with the link %q", b.up)
	}
	kind, ok := g.entries.typeOf(reading)
	if !ok {
		return nil, fmt.Errorf("expected a ReadingType for the MeterReading %q", reading.self)
	}
	unit, shift, ok, err := kind.unitOf()
	if !ok || err != nil {
		return nil, err
	}
	if g.base != "" && g.base != unit.base {
		return nil, fmt.Errorf("expected a feed of %s, got %s too", g.base, unit.base)
	}
	g.base = unit.base
	point, ok := g.entries.pointOf(reading)
	if !ok {
		return nil, fmt.Errorf("expected a UsagePoint for the MeterReading %q", reading.self)
	}
	direction := strings.TrimSpace(kind.Direction)
	if !slices.Contains([]string{"", "0", "1", "4", "19"}, direction) {
		return nil, fmt.Errorf("expected a flowDirection 1, 4 or 19, got %q", kind.Direction)
	}
	amounts := make([]gbAmount, len(b.readings))
	for i, r := range b.readings {
		amounts[i] = r.amount(unit, shift, direction)
		amounts[i].point, amounts[i].line = point, r.line
	}
	return amounts, nil
}

// amount reads the interval and the value of a reading.
func (r gbReading) amount(unit measure, shift int, direction string) (a gbAmount) {
	start, err := strconv.ParseInt(strings.TrimSpace(r.start), 10, 64)
	length, err2 := strconv.ParseInt(strings.TrimSpace(r.duration), 10, 64)
	if err != nil || err2 != nil || start <= 0 || start > 1<<40 || length <= 0 || length > longest {
		a.problem = fmt.Sprintf("timePeriod: expected a start and a duration in seconds, got %.20q and %.20q", r.start, r.duration)
		return a
	}
	a.start, a.end, a.export = start, start+length, direction == "19"
	value := strings.TrimSpace(r.value)
	if less, negative := strings.CutPrefix(value, "-"); negative && direction == "4" {
		a.export, value = true, less
	}
	numbers := notation{decimal: '.'}
	if a.amount, err = numbers.read([]byte(value), unit.parts, shift); err != nil {
		a.problem = fmt.Sprintf("value: %s, got %.40q", err, r.value)
	}
	return a
}

// join makes records of the readings of one interval: the first import with the first export, and so on if they come doubled. An
// interval of which one direction cannot be used does not count in the other either.
func (g *greenButton) join(same []gbAmount) {
	name := g.pointName(same[0].point)
	bad := slices.IndexFunc(same, func(a gbAmount) bool { return a.problem != "" })
	if bad >= 0 {
		for _, a := range same {
			reason := cmp.Or(a.problem, "expected both directions of the interval: "+same[bad].problem)
			g.ready = append(g.ready, result{err: &RowError{Line: a.line, Meter: name, Reason: reason}})
		}
		return
	}
	var records [2][]Record // by direction
	for _, a := range same {
		r, direction := Record{Line: a.line, Meter: name, Kind: Amounts, Start: a.start, End: a.end, Import: a.amount}, 0
		if a.export {
			r.Import, r.Export, direction = Quantity{}, a.amount, 1
		}
		records[direction] = append(records[direction], r)
	}
	for i := range max(len(records[0]), len(records[1])) {
		var r Record
		switch {
		case i >= len(records[1]):
			r = records[0][i]
		case i >= len(records[0]):
			r = records[1][i]
		default:
			r = records[0][i]
			r.Export = records[1][i].Export
		}
		g.ready = append(g.ready, result{record: r})
	}
}

// pointName names a meter.
func (g *greenButton) pointName(point int) string {
	if g.name != "" && len(g.entries.points) <= 1 || point >= len(g.entries.points) {
		return cmp.Or(g.name, "UsagePoint")
	}
	self := g.entries.points[point].self
	return cmp.Or(self[strings.LastIndexByte(self, '/')+1:], "UsagePoint")
}
