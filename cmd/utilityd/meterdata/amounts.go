package meterdata

import (
	"errors"
	"fmt"
)

// quantities reads the numbers of a row into a record. After an error column is the cell at fault.
func (t *table) quantities(r *Record, cells [][]byte) (column int, err error) {
	unit := t.unit
	if at := t.columns.unit; at >= 0 {
		named, known := measureOf(string(cells[at]))
		if !known {
			return at, fmt.Errorf("expected a unit, %s", unitNames())
		}
		unit = named
	}
	r.Litres = unit.base == Litre.Base()
	parts, ok := unit.over(r.End - r.Start)
	if unit.power && r.Kind == Registers {
		return t.columns.unit, errors.New("expected energy or a volume for registers")
	}
	if !ok {
		return -1, errors.New("expected a shorter interval for a power")
	}
	var sums [7]Quantity
	for i, places := range t.columns.quantities {
		for _, at := range places {
			q, err := t.notation.read(cells[at], parts, 0)
			if err == nil {
				sums[i], err = sums[i].Plus(q)
			}
			if err != nil {
				return at, err
			}
		}
	}
	consumed, produced := sums[0], sums[1]
	switch c := t.format.Columns; {
	case t.gross && c.Behind():
		r.Import, r.Export = consumed, produced
	case c.Behind():
		r.Import, r.Export = Net(consumed, produced)
	case len(c.Import)+len(c.Export) > 0:
		r.Import, r.Export = sums[2], sums[3]
	case r.Single:
		r.Import = sums[6]
	default:
		r.Import, r.Export = sums[4], sums[5]
	}
	return 0, nil
}

// Net nets consumption and production behind a meter: the meter measures their difference, in one direction.
func Net(consumed, produced Quantity) (imported, exported Quantity) {
	if consumed.Less(produced) {
		return Quantity{}, produced.Minus(consumed)
	}
	return consumed.Minus(produced), Quantity{}
}
