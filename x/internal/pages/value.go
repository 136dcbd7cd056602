package pages

import (
	"encoding/json"
	"fmt"

	"cosmossdk.io/collections/codec"
)

// storedValue passes stored forms through as they are: the map decodes them into pages that it can use again.
type storedValue struct {
	shape shape
}

var _ codec.ValueCodec[[]byte] = storedValue{}

func (storedValue) Encode(bz []byte) ([]byte, error) { return bz, nil }

func (storedValue) Decode(bz []byte) ([]byte, error) { return bz, nil }

func (storedValue) EncodeJSON(bz []byte) ([]byte, error) { return json.Marshal(bz) }

// DecodeJSON reads a file that may have been edited, so it checks the page at once.
func (v storedValue) DecodeJSON(text []byte) ([]byte, error) {
	var bz []byte
	if err := json.Unmarshal(text, &bz); err != nil {
		return nil, err
	}
	var pg Page
	if err := pg.decode(v.shape, bz); err != nil {
		return nil, err
	}
	return bz, nil
}

func (storedValue) Stringify(bz []byte) string { return fmt.Sprintf("page:%x", bz) }

func (v storedValue) ValueType() string {
	return fmt.Sprintf("page of %d records of %d columns", v.shape.slots, v.shape.columns)
}
