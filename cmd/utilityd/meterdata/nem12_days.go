package meterdata

import (
	"fmt"
	"maps"
	"slices"
)

// marketOffset is the clock of the Australian market, +10:00 without summer time.
const marketOffset = 10 * 3_600

// settle adds the last day of a register to the days of the NMI.
func (n *nem12) settle() {
	b := n.block
	if n.block = nil; b == nil {
		return
	}
	d, ok := n.days[b.day]
	if !ok {
		count := len(b.values)
		d = &nemDay{
			line: b.line, interval: n.stream.interval,
			imported: make([]Quantity, count), exported: make([]Quantity, count), problems: make([]string, count),
		}
		n.days[b.day] = d
	}
	switch {
	case slices.Contains(d.names, n.stream.register):
		n.refuse(b.line, fmt.Sprintf("expected one record 300 of register %s for the day, got another", n.stream.register))
		return
	case d.interval != n.stream.interval:
		n.refuse(b.line, fmt.Sprintf("expected intervals of %d minutes as in line %d, got %d", d.interval/60, d.line, n.stream.interval/60))
		return
	}
	d.names = append(d.names, n.stream.register)
	sums := d.imported
	if n.stream.export {
		sums = d.exported
	}
	for i, value := range b.values {
		sum, err := sums[i].Plus(value)
		switch {
		case b.problems[i] != "":
			d.problems[i] = n.stream.register + ": " + b.problems[i]
		case err != nil:
			d.problems[i] = err.Error()
		default:
			sums[i] = sum
		}
	}
}

// finish turns the days of the NMI into records, in the order of the file.
func (n *nem12) finish() {
	n.settle()
	midnights := slices.Collect(maps.Keys(n.days))
	slices.SortFunc(midnights, func(a, b int64) int { return n.days[a].line - n.days[b].line })
	for _, midnight := range midnights {
		n.finishDay(midnight, n.days[midnight])
	}
	byLine := func(a, b result) int { return a.line() - b.line() }
	if !slices.IsSortedFunc(n.ready, byLine) { // lines were refused before
		slices.SortStableFunc(n.ready, byLine)
	}
	n.nmi, n.names = "", nil
	clear(n.days)
}

func (n *nem12) finishDay(midnight int64, d *nemDay) {
	for _, name := range n.names {
		if !slices.Contains(d.names, name) {
			n.refuse(d.line, fmt.Sprintf("expected register %s to cover the day too", name))
			return
		}
	}
	n.ready = slices.Grow(n.ready, len(d.imported))
	for i := range d.imported {
		start := midnight - marketOffset + int64(i)*d.interval
		if d.problems[i] != "" {
			n.refuse(d.line, fmt.Sprintf("interval %d: %s", i+1, d.problems[i]))
			continue
		}
		n.ready = append(n.ready, result{record: Record{
			Line: d.line, Meter: n.nmi, Kind: Amounts, Start: start, End: start + d.interval, Import: d.imported[i], Export: d.exported[i],
		}})
	}
}
