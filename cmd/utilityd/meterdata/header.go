package meterdata

import (
	"slices"
	"strings"
)

// columns are places in a row, -1 for none.
type columns struct {
	time, date, clock, end, endClock, step, meter, unit int
	// quantities are consumed, produced, import, export, import register, export register, register.
	quantities [7][]int
}

// place finds the columns of a format in a header line.
func (f Format) place(header []string) (p columns, ok bool) {
	ok = true
	find := func(name string) int {
		if name == "" {
			return -1
		}
		i := slices.IndexFunc(header, func(cell string) bool { return named(cell, name) })
		ok = ok && i >= 0
		return i
	}
	c := f.Columns
	p = columns{
		time: find(c.Time), date: find(c.Date), clock: find(c.Clock), end: find(c.End), endClock: find(c.EndClock),
		step: find(c.Step), meter: find(c.Meter), unit: find(c.Unit),
	}
	for i, names := range c.quantities() {
		for _, name := range names {
			p.quantities[i] = append(p.quantities[i], find(name))
		}
	}
	return p, ok
}

// named compares a cell of the header line with the name of a column.
func named(cell, name string) bool {
	cell, name = tidy(cell), tidy(name)
	if suffix, found := strings.CutPrefix(name, "*"); found {
		return strings.HasSuffix(cell, suffix)
	}
	return cell == name
}

func tidy(cell string) string { return strings.ToLower(strings.Join(strings.Fields(cell), " ")) }

// texts copies the cells of a header line; empty ones at its end are not columns.
func texts(cells [][]byte) []string {
	for len(cells) > 1 && len(cells[len(cells)-1]) == 0 {
		cells = cells[:len(cells)-1]
	}
	header := make([]string, len(cells))
	for i, cell := range cells {
		header[i] = string(cell)
	}
	return header
}

// separators in the order in which they are tried.
var separators = []byte{',', ';', '\t', '|'}

// heading reads a line as the header line of one of the candidates.
func (c candidates) heading(line []byte) (Format, columns, bool) {
	for _, separator := range separators {
		if c.options.Separator != "" && c.options.Separator[0] != separator {
			continue
		}
		s := splitter{separator: separator}
		cells, err := s.split(line)
		if err != nil {
			continue
		}
		header, formats := texts(cells), c.formats
		if own, ok := ownFormat(header); ok && c.own {
			formats = append(slices.Clip(formats), c.options.apply(own))
		}
		for _, f := range formats {
			if f.Separator != "" && f.Separator[0] != separator {
				continue
			}
			if p, ok := f.place(header); ok {
				f = f.Clone()
				f.Separator, f.Header = string(separator), header
				return f, p, true
			}
		}
	}
	return Format{}, columns{}, false
}
