package pages_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/utilityd/utilityd/x/internal/pages"
)

// twin is a page as anyone would write it down: the row of each slot that has a record.
type twin struct {
	columns, slots int
	rows           map[int][]uint64
}

func newTwin(columns, slots int) twin {
	return twin{columns: columns, slots: slots, rows: map[int][]uint64{}}
}

// count is one more than the highest slot with a record.
func (t twin) count() int {
	for i := t.slots; i > 0; i-- {
		if t.rows[i-1] != nil {
			return i
		}
	}
	return 0
}

func (t twin) column(c int) []uint64 {
	values := make([]uint64, t.slots)
	for i := range values {
		if t.rows[i] != nil {
			values[i] = t.rows[i][c]
		}
	}
	return values
}

// encode is the stored form, byte by byte as doc.go has it.
func (t twin) encode() []byte {
	count := t.count()
	if count == 0 {
		return nil
	}
	out := []byte{byte(count % 256), byte(count / 256)}
	for i := 0; i < count; i += 8 {
		var b byte
		for bit := range 8 {
			if t.rows[i+bit] != nil {
				b += 1 << bit
			}
		}
		out = append(out, b)
	}
	for c := range t.columns {
		values := t.column(c)[:count]
		w := 0
		for rest := slices.Max(values); rest > 0; rest /= 256 {
			w++
		}
		out = append(out, byte(w))
		for _, v := range values {
			for range w {
				out = append(out, byte(v%256))
				v /= 256
			}
		}
	}
	return out
}

// decode reads what it can without checking anything, and then accepts nothing but what encode would have written.
func decode(columns, slots int, bz []byte) (twin, bool) {
	rest := bz
	take := func() uint64 {
		if len(rest) == 0 {
			return 0
		}
		b := rest[0]
		rest = rest[1:]
		return uint64(b)
	}
	t := newTwin(columns, slots)
	count := int(take() + 256*take())
	if count > slots {
		return twin{}, false
	}
	var bits []uint64
	for range (count + 7) / 8 {
		bits = append(bits, take())
	}
	for i := range count {
		if bits[i/8]>>(i%8)%2 == 1 {
			t.rows[i] = make([]uint64, columns)
		}
	}
	for c := range columns {
		w := int(take())
		if w > 8 {
			return twin{}, false
		}
		for i := range count {
			var v uint64
			for place := range w {
				v += take() << (8 * place)
			}
			if t.rows[i] != nil {
				t.rows[i][c] = v
			}
		}
	}
	return t, len(bz) > 0 && bytes.Equal(t.encode(), bz)
}

// same fails unless the page is what the twin is. reopen asks for the columns too, which the page then has decoded.
func same(tb testing.TB, pg *pages.Page, want twin, reopen bool) {
	tb.Helper()
	if got := pg.Len(); got != want.count() {
		tb.Fatalf("expected a length of %d, got %d", want.count(), got)
	}
	if got := pg.Records(); got != len(want.rows) {
		tb.Fatalf("expected %d records, got %d", len(want.rows), got)
	}
	for i := range want.slots {
		if got := pg.Has(i); got != (want.rows[i] != nil) {
			tb.Fatalf("slot %d: expected a record to be there: %t, got %t", i, want.rows[i] != nil, got)
		}
	}
	for c := range want.columns {
		values := want.column(c)
		for i, v := range values {
			if got := pg.At(c, i); got != v {
				tb.Fatalf("column %d slot %d: expected %d, got %d", c, i, v, got)
			}
		}
		if reopen && !slices.Equal(pg.Col(c), values) {
			tb.Fatalf("column %d: expected %d, got %d", c, values, pg.Col(c))
		}
	}
	bz, err := pages.Encode(pg)
	if err != nil {
		tb.Fatal(err)
	}
	if !bytes.Equal(bz, want.encode()) {
		tb.Fatalf("expected the stored form %x, got %x", want.encode(), bz)
	}
}
