package state

import (
	"github.com/utilityd/utilityd/x/internal/check"
)

// Address is an address in the text and the bytes of a message.
type Address = check.Address

// ReadAddress reads the address in a field of a message.
func (st *Store) ReadAddress(field, text string) (Address, error) {
	return check.ReadAddress(st.Addresses, field, text)
}

// ReadOptionalAddress reads the address in a field that may be empty.
func (st *Store) ReadOptionalAddress(field, text string) (Address, error) {
	if text == "" {
		return Address{}, nil
	}
	return st.ReadAddress(field, text)
}
