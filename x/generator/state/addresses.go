package state

import (
	"cosmossdk.io/errors"

	"github.com/utilityd/utilityd/x/internal/check"
)

// Address is an address as it was read from a message.
type Address = check.Address

// ReadAddress reads the address in a field of a message.
func (st *Store) ReadAddress(field, text string) (Address, error) {
	return check.ReadAddress(st.addresses, field, text)
}

// Stored reads an address that was written by this module.
func (st *Store) Stored(text string) (Address, error) {
	bz, err := st.addresses.StringToBytes(text)
	if err != nil {
		return Address{}, errors.Wrapf(err, "expected a stored address of this chain, got %q", text)
	}
	return Address{Bytes: bz, Text: text}, nil
}
