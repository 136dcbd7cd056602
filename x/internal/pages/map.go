package pages

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"

	"cosmossdk.io/collections"
	"cosmossdk.io/collections/codec"
)

// Record converts between a V and a row of numbers.
type Record[V any] struct {
	// Columns is how many numbers a record has, at least one. A column whose numbers are all zero costs one byte a page.
	Columns int
	// Encode fills the row, which has Columns zeros.
	Encode func(V, []uint64)
	// Decode reads the row and does not keep it.
	Decode func([]uint64) V
}

// Map is records addressed by a prefix and a dense number.
type Map[P, V any] struct {
	pages collections.Map[collections.Pair[P, uint64], []byte]
	rec   Record[V]
	shape shape
	spare *sync.Pool // of *Page: what a call decoded into serves the next call
}

// New adds a map to the schema. Like all collections it panics at start-up on what can only be a programming error.
func New[P, V any](
	sb *collections.SchemaBuilder,
	prefix collections.Prefix,
	name string,
	p codec.KeyCodec[P],
	rec Record[V],
) Map[P, V] {
	return newMap(sb, prefix, name, p, rec, Size)
}

func newMap[P, V any](
	sb *collections.SchemaBuilder,
	prefix collections.Prefix,
	name string,
	p codec.KeyCodec[P],
	rec Record[V],
	slots int,
) Map[P, V] {
	if rec.Columns < 1 || rec.Encode == nil || rec.Decode == nil {
		panic(fmt.Sprintf("pages: %s: expected at least 1 column, Encode and Decode, got %d columns", name, rec.Columns))
	}
	s := shape{columns: rec.Columns, slots: slots}
	return Map[P, V]{
		pages: collections.NewMap(sb, prefix, name, collections.PairKeyCodec(p, collections.Uint64Key), codec.ValueCodec[[]byte](storedValue{s})),
		rec:   rec,
		shape: s,
		spare: &sync.Pool{New: func() any { return new(Page) }},
	}
}

// Get is record n of the prefix, collections.ErrNotFound if there is none.
func (m Map[P, V]) Get(ctx context.Context, p P, n uint64) (v V, err error) {
	page, i := m.locate(n)
	pg, done, err := m.borrow(ctx, p, page)
	if err != nil {
		return v, err
	}
	defer done()
	if !pg.Has(i) {
		return v, fmt.Errorf("%w: record %d of %s", collections.ErrNotFound, n, m.pages.GetName())
	}
	return m.rec.Decode(pg.read(i)), nil
}

// Has reports whether there is a record n of the prefix.
func (m Map[P, V]) Has(ctx context.Context, p P, n uint64) (bool, error) {
	page, i := m.locate(n)
	pg, done, err := m.borrow(ctx, p, page)
	if err != nil {
		return false, err
	}
	defer done()
	return pg.Has(i), nil
}

// Set writes record n of the prefix. It rewrites the page: for many records at once use UpdateMany.
func (m Map[P, V]) Set(ctx context.Context, p P, n uint64, v V) error {
	page, i := m.locate(n)
	pg, done, err := m.borrow(ctx, p, page)
	if err != nil {
		return err
	}
	defer done()
	row := pg.buffer()
	clear(row)
	m.rec.Encode(v, row)
	pg.write(i, row)
	return m.SetPage(ctx, p, page, pg)
}

// Remove removes record n of the prefix, if there is one.
func (m Map[P, V]) Remove(ctx context.Context, p P, n uint64) error {
	page, i := m.locate(n)
	pg, done, err := m.borrow(ctx, p, page)
	if err != nil {
		return err
	}
	defer done()
	if !pg.Has(i) {
		return nil
	}
	pg.Drop(i)
	return m.SetPage(ctx, p, page, pg)
}

// Page returns a page of the prefix, an empty one if nothing is stored. The caller owns it; nothing is written before SetPage.
func (m Map[P, V]) Page(ctx context.Context, p P, page uint64) (*Page, error) {
	pg := new(Page)
	if err := m.Load(ctx, p, page, pg); err != nil {
		return nil, err
	}
	return pg, nil
}

// Load is Page into memory of the caller, for loops over many pages.
func (m Map[P, V]) Load(ctx context.Context, p P, page uint64, pg *Page) error {
	bz, err := m.Stored(ctx, p, page)
	if err != nil {
		return err
	}
	return m.Decode(page, bz, pg)
}

// Stored returns the stored form of a page of the prefix, nil if there is none. Work of several passes over the same pages
// keeps it and calls Decode, instead of reading the store again. It must not be written to.
func (m Map[P, V]) Stored(ctx context.Context, p P, page uint64) ([]byte, error) {
	bz, err := m.pages.Get(ctx, collections.Join(p, page))
	if errors.Is(err, collections.ErrNotFound) {
		return nil, nil
	}
	return bz, err
}

// Decode makes pg the page that has this stored form, an empty one if it is nil. The page keeps the bytes.
func (m Map[P, V]) Decode(page uint64, bz []byte, pg *Page) error {
	pg.reset(m.shape)
	if bz == nil {
		return nil
	}
	if err := pg.decode(m.shape, bz); err != nil {
		return fmt.Errorf("page %d of %s: %w", page, m.pages.GetName(), err)
	}
	return nil
}

// SetPage writes a page of the prefix and removes its key if no record is left. The page may be used further.
func (m Map[P, V]) SetPage(ctx context.Context, p P, page uint64, pg *Page) error {
	bz, err := m.encode(page, pg)
	if err != nil {
		return err
	}
	return m.store(ctx, p, page, bz)
}

func (m Map[P, V]) encode(page uint64, pg *Page) ([]byte, error) {
	if pg.shape != m.shape {
		return nil, fmt.Errorf("%w: %s: expected a page of %d columns, got %d",
			collections.ErrEncoding, m.pages.GetName(), m.shape.columns, pg.shape.columns)
	}
	if last, _ := m.locate(math.MaxUint64); page > last {
		return nil, fmt.Errorf("%w: %s: expected a page up to %d, got %d", collections.ErrEncoding, m.pages.GetName(), last, page)
	}
	bz, err := pg.encode()
	if err != nil {
		return nil, fmt.Errorf("page %d of %s: %w", page, m.pages.GetName(), err)
	}
	return bz, nil
}

func (m Map[P, V]) store(ctx context.Context, p P, page uint64, bz []byte) error {
	if bz == nil {
		return m.pages.Remove(ctx, collections.Join(p, page))
	}
	return m.pages.Set(ctx, collections.Join(p, page), bz)
}

// borrow loads a page into spare memory, which done gives back.
func (m Map[P, V]) borrow(ctx context.Context, p P, page uint64) (pg *Page, done func(), err error) {
	pg = m.spare.Get().(*Page)
	if err := m.Load(ctx, p, page, pg); err != nil {
		return nil, nil, err
	}
	return pg, func() { m.release(pg) }, nil
}

// release returns an unreferenced page to the pool. It drops the store's bytes at once.
func (m Map[P, V]) release(pg *Page) {
	pg.reset(m.shape)
	m.spare.Put(pg)
}

func (m Map[P, V]) locate(n uint64) (page uint64, slot int) {
	slots := uint64(m.shape.slots)   //nolint:gosec // 128
	return n / slots, int(n % slots) //nolint:gosec // below slots
}

// number is the inverse of locate.
func (m Map[P, V]) number(page uint64, slot int) uint64 {
	return page*uint64(m.shape.slots) + uint64(slot) //nolint:gosec // neither is negative
}
