package state

import (
	"cosmossdk.io/errors"

	"github.com/utilityd/utilityd/x/internal/check"
)

// Address is an address from a message: bytes, and text in its one spelling.
type Address = check.Address

// ReadAddress parses the address in a field of a message.
func (st *Store) ReadAddress(field, text string) (Address, error) {
	return check.ReadAddress(st.addresses, field, text)
}

// ParseAddress parses an address that this module stored.
func (st *Store) ParseAddress(text string) (Address, error) {
	bz, err := st.addresses.StringToBytes(text)
	if err != nil {
		return Address{}, errors.Wrapf(err, "expected a stored address of this chain, got %q", text)
	}
	return Address{Bytes: bz, Text: text}, nil
}
