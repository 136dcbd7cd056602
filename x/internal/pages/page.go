package pages

import "math/bits"

// Size is how many records share a key. Record n of a prefix is slot n%Size of page n/Size.
// It is part of the stored form: changing it needs a migration. doc.go has the figures behind the choice.
const Size = 128

// shape is what all pages of one map have in common. The number of slots is a field, not the constant, so that
// benchmarks can measure the choice of Size with the code that runs.
type shape struct {
	columns int
	slots   int
}

func (s shape) words() int { return (s.slots + 63) / 64 }

// column is the place of a page's column: in the stored bytes while it is closed, in Page.values once it is open.
type column struct {
	start int // of the values in Page.stored, while closed
	width int // bytes of one value
	open  bool
}

// Page is the records of one key, column by column. The zero Page can be given to Map.Load and to nothing else.
//
// A column is decoded by Col; an untouched one is written back by copying its bytes. A column
// that Col has returned counts as changed.
type Page struct {
	shape   shape
	present []uint64 // bitmap of the slots that hold a record
	columns []column
	values  []uint64 // the open columns, all in one array: slot i of column c is values[c*slots+i]

	stored []byte // the bytes that the page was loaded from; never written to, the store owns them
	count  int    // how many slots stored has
	row    []uint64
}

// Len returns one more than the highest slot that holds a record; 0 for an empty page.
func (p *Page) Len() int {
	for w := len(p.present) - 1; w >= 0; w-- {
		if p.present[w] != 0 {
			return 64*w + bits.Len64(p.present[w])
		}
	}
	return 0
}

// Records returns how many slots hold a record.
func (p *Page) Records() int {
	n := 0
	for _, w := range p.present {
		n += bits.OnesCount64(w)
	}
	return n
}

// Has reports whether slot i holds a record.
func (p *Page) Has(i int) bool {
	return p.present[i>>6]>>(i&63)&1 == 1
}

// Put marks slot i as holding a record. The values of a new record are zero.
func (p *Page) Put(i int) {
	p.present[i>>6] |= 1 << (i & 63)
}

// Drop removes the record of slot i and zeroes its values.
func (p *Page) Drop(i int) {
	had := p.Has(i)
	p.present[i>>6] &^= 1 << (i & 63)
	for c := range p.columns {
		if had || p.columns[c].open {
			p.Col(c)[i] = 0
		}
	}
}

// Col is column c: Size values, zero in the slots that hold no record. It may be written to; a value other than zero
// in a slot without a record makes the page unfit for storing.
func (p *Page) Col(c int) []uint64 {
	if !p.columns[c].open {
		p.open(c)
	}
	from, to := c*p.shape.slots, (c+1)*p.shape.slots
	return p.values[from:to:to]
}

// At returns the value of column c in slot i. It decodes this value only.
func (p *Page) At(c, i int) uint64 {
	col := &p.columns[c]
	switch {
	case col.open:
		return p.Col(c)[i]
	case i >= p.count:
		return 0
	default:
		return one(p.stored[col.start+i*col.width:], col.width)
	}
}

// reset makes p an empty page of the shape and keeps its memory.
func (p *Page) reset(s shape) {
	if p.shape != s {
		*p = Page{
			shape:   s,
			present: make([]uint64, s.words()),
			columns: make([]column, s.columns),
		}
		return
	}
	clear(p.present)
	clear(p.columns)
	p.stored, p.count = nil, 0
}

func (p *Page) open(c int) {
	if p.values == nil {
		p.values = make([]uint64, p.shape.columns*p.shape.slots)
	}
	col := &p.columns[c]
	values := p.values[c*p.shape.slots : (c+1)*p.shape.slots]
	widen(values[:p.count], p.stored[col.start:], col.width)
	clear(values[p.count:])
	col.open = true
}

// read copies the record of slot i into a buffer that the page keeps.
func (p *Page) read(i int) []uint64 {
	row := p.buffer()
	for c := range row {
		row[c] = p.At(c, i)
	}
	return row
}

// write makes the row the record of slot i.
func (p *Page) write(i int, row []uint64) {
	p.Put(i)
	for c, v := range row {
		p.Col(c)[i] = v
	}
}

func (p *Page) buffer() []uint64 {
	if p.row == nil {
		p.row = make([]uint64, p.shape.columns)
	}
	return p.row
}
