package pages

import (
	"fmt"

	"cosmossdk.io/collections"
	"cosmossdk.io/collections/codec"
)

// None is the prefix of a map that needs none: all its records are in one numbering.
type None struct{}

// NoneKey writes None as no bytes at all.
var NoneKey codec.KeyCodec[None] = noneKey{}

type noneKey struct{}

func (noneKey) Encode([]byte, None) (int, error) { return 0, nil }

func (noneKey) Decode([]byte) (int, None, error) { return 0, None{}, nil }

func (noneKey) Size(None) int { return 0 }

func (noneKey) EncodeJSON(None) ([]byte, error) { return []byte("null"), nil }

func (noneKey) DecodeJSON(bz []byte) (None, error) {
	if string(bz) != "null" {
		return None{}, fmt.Errorf("%w: expected null, got %s", collections.ErrEncoding, bz)
	}
	return None{}, nil
}

func (noneKey) Stringify(None) string { return "none" }

func (noneKey) KeyType() string { return "none" }

func (k noneKey) EncodeNonTerminal(bz []byte, key None) (int, error) { return k.Encode(bz, key) }

func (k noneKey) DecodeNonTerminal(bz []byte) (int, None, error) { return k.Decode(bz) }

func (k noneKey) SizeNonTerminal(key None) int { return k.Size(key) }
