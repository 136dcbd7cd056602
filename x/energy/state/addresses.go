package state

import (
	"github.com/utilityd/utilityd/x/internal/check"
)

// Address is an address from a message: bytes, and text in its one spelling.
type Address = check.Address

// ReadAddress parses the address in a field of a message.
func (st *Store) ReadAddress(field, text string) (Address, error) {
	return check.ReadAddress(st.Addresses, field, text)
}
