package pages

import "github.com/utilityd/utilityd/x/internal/exact"

// Fields returns the Record that has fields of a V for columns. name names each column and its field, and serves in both
// directions: Encode and Decode both call it. It must name the same columns whatever the V.
//
// A V is allocated in each direction, so a record that is read and written for each reading of a batch is better off with
// functions of its own.
func Fields[V any](name func(*V, Row)) Record[V] {
	var none V
	columns := 0
	name(&none, Row{columns: &columns})
	return Record[V]{
		Columns: columns,
		Encode:  func(v V, row []uint64) { name(&v, Row{values: row}) },
		Decode: func(row []uint64) (v V) {
			name(&v, Row{values: row, decodes: true})
			return v
		},
	}
}

// Row is the row of numbers of one record, on its way out of the fields or into them.
type Row struct {
	values  []uint64
	decodes bool
	columns *int // where columns are counted, which is before there are values
}

// Uint names the fields of a column and of those after it.
func (r Row) Uint(column int, fields ...*uint64) {
	switch {
	case r.columns != nil:
		*r.columns = max(*r.columns, column+len(fields))
	case r.decodes:
		for i, field := range fields {
			*field = r.values[column+i]
		}
	default:
		for i, field := range fields {
			r.values[column+i] = *field
		}
	}
}

// Int names the field of a column of signed numbers, which are stored in zigzag.
func (r Row) Int(column int, field *int64) {
	v := exact.ZigZag(*field)
	r.Uint(column, &v)
	*field = exact.UnZigZag(v)
}

// Flags names the fields that are the bits of a column, from the lowest one on.
func (r Row) Flags(column int, fields ...*bool) {
	var v uint64
	for bit, field := range fields {
		if *field {
			v |= 1 << bit
		}
	}
	r.Uint(column, &v)
	for bit, field := range fields {
		*field = v>>bit&1 == 1
	}
}

// Read returns the record in slot i of a page and decodes no other one.
func (rec Record[V]) Read(pg *Page, i int) V { return rec.Decode(pg.read(i)) }

// Write puts a record into slot i of a page and reports whether a column changes. One that does not stays closed.
func (rec Record[V]) Write(pg *Page, i int, v V) (changed bool) {
	pg.Put(i)
	row := pg.buffer()
	clear(row)
	rec.Encode(v, row)
	for c, x := range row {
		if pg.At(c, i) != x {
			pg.Col(c)[i] = x
			changed = true
		}
	}
	return changed
}
