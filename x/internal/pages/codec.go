package pages

import (
	"encoding/binary"
	"fmt"

	"cosmossdk.io/collections"
)

// The stored form of a page:
//
//	count      2 bytes, little-endian: one more than the highest slot with a record
//	presence   ceil(count/8) bytes, slot i is bit i%8 of byte i/8
//	columns    each: width w, 1 byte, 0..8, the least that holds the greatest value
//	                 count values of w bytes, little-endian
//
// A page without a record has no stored form. Slots without a record are zero, so a content has one form.

// encode returns the stored form of the page in new memory; nil for a page without a record.
func (p *Page) encode() ([]byte, error) {
	count := p.Len()
	gaps := p.Records() != count
	size := 2 + (count+7)/8
	for c := range p.columns {
		col := &p.columns[c]
		if col.open {
			values := p.Col(c)
			if err := p.checkAbsent(c, values, count, gaps); err != nil {
				return nil, err
			}
			col.width = width(union(values[:count]))
		}
		size += 1 + count*col.width
	}
	if count == 0 {
		return nil, nil
	}

	out := make([]byte, size+slack)
	binary.LittleEndian.PutUint16(out, uint16(count)) //nolint:gosec // at most the slots of a page
	at := 2
	for i := 0; i < count; i += 8 {
		out[at] = byte(p.present[i>>6] >> (i & 63)) //nolint:gosec // the eight bits of slot i and on
		at++
	}
	for c := range p.columns {
		col := &p.columns[c]
		out[at] = byte(col.width) //nolint:gosec // at most 8
		at++
		if col.open {
			narrow(out[at:], p.Col(c)[:count], col.width)
		} else {
			copy(out[at:], p.stored[col.start:col.start+p.count*col.width])
		}
		at += count * col.width
	}
	return out[:size:size], nil
}

// checkAbsent refuses values that would be lost: those in slots without a record.
func (p *Page) checkAbsent(c int, values []uint64, count int, gaps bool) error {
	if !gaps && union(values[count:]) == 0 {
		return nil
	}
	for i, v := range values {
		if v != 0 && !p.Has(i) {
			return fmt.Errorf("%w: column %d: expected 0 in slot %d, which holds no record, got %d",
				collections.ErrEncoding, c, i, v)
		}
	}
	return nil
}

// decode makes p the page with this stored form. Any form that encode would not have written is an error, here and
// not later, so that columns can be opened without one. p keeps bz.
func (p *Page) decode(s shape, bz []byte) error {
	p.reset(s)
	rest, err := p.decodePresence(bz)
	if err != nil {
		return err
	}
	gaps := p.Records() != p.count
	for c := range p.columns {
		if len(rest) == 0 {
			return corrupt("expected %d columns, got %d", s.columns, c)
		}
		w := int(rest[0])
		rest = rest[1:]
		if w > 8 {
			return corrupt("column %d: expected a width of at most 8, got %d", c, w)
		}
		if len(rest) < p.count*w {
			return corrupt("column %d: expected %d bytes, got %d", c, p.count*w, len(rest))
		}
		if err := p.checkColumn(c, rest[:p.count*w], w, gaps); err != nil {
			return err
		}
		p.columns[c] = column{start: len(bz) - len(rest), width: w}
		rest = rest[p.count*w:]
	}
	if len(rest) != 0 {
		return corrupt("expected the end after %d columns, got %d more bytes", s.columns, len(rest))
	}
	p.stored = bz
	return nil
}

func (p *Page) decodePresence(bz []byte) ([]byte, error) {
	if len(bz) < 2 {
		return nil, corrupt("expected a count of 2 bytes, got %d", len(bz))
	}
	count := int(binary.LittleEndian.Uint16(bz))
	if count == 0 || count > p.shape.slots {
		return nil, corrupt("expected a count of 1 to %d, got %d", p.shape.slots, count)
	}
	bitmap := bz[2:]
	need := (count + 7) / 8
	if len(bitmap) < need {
		return nil, corrupt("expected %d bytes of presence, got %d", need, len(bitmap))
	}
	for i, b := range bitmap[:need] {
		p.present[i/8] |= uint64(b) << (i % 8 * 8)
	}
	if got := p.Len(); got != count {
		return nil, corrupt("expected slot %d to be the last with a record, got %d", count-1, got-1)
	}
	p.count = count
	return bitmap[need:], nil
}

// checkColumn checks that no narrower column would suffice and that slots without a record are zero.
func (p *Page) checkColumn(c int, values []byte, w int, gaps bool) error {
	if w == 0 {
		return nil
	}
	narrower := true
	for i := w - 1; i < len(values); i += w {
		if values[i] != 0 {
			narrower = false
			break
		}
	}
	if narrower {
		return corrupt("column %d: expected the least width, got %d", c, w)
	}
	if !gaps {
		return nil
	}
	for i := range p.count {
		if !p.Has(i) && one(values[i*w:], w) != 0 {
			return corrupt("column %d: expected 0 in slot %d, which holds no record", c, i)
		}
	}
	return nil
}

func corrupt(format string, args ...any) error {
	return fmt.Errorf("%w: page: %w", collections.ErrEncoding, fmt.Errorf(format, args...))
}
