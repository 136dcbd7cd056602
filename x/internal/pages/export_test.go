package pages

import (
	"cosmossdk.io/collections"
	"cosmossdk.io/collections/codec"
)

// NewSized is New with another number of slots to a page.
func NewSized[P, V any](sb *collections.SchemaBuilder, prefix collections.Prefix, name string, p codec.KeyCodec[P], rec Record[V], slots int) Map[P, V] {
	return newMap(sb, prefix, name, p, rec, slots)
}

// Encode is the stored form of a page, nil for an empty one.
func Encode(pg *Page) ([]byte, error) { return pg.encode() }

// Decode reads a stored form into a page that may have been used before.
func Decode(pg *Page, columns, slots int, bz []byte) error {
	return pg.decode(shape{columns: columns, slots: slots}, bz)
}

// Empty is a page without a record.
func Empty(columns, slots int) *Page {
	pg := new(Page)
	pg.reset(shape{columns: columns, slots: slots})
	return pg
}

// ValueCodec is how the map's pages go into collections' own genesis.
func ValueCodec(columns, slots int) codec.ValueCodec[[]byte] {
	return storedValue{shape{columns: columns, slots: slots}}
}
