package state

import (
	"github.com/utilityd/utilityd/x/internal/check"
)

// Address is an address as it was read from a message.
type Address = check.Address

// ReadAddress reads the address in a field of a message.
func (st *Store) ReadAddress(field, text string) (Address, error) {
	return check.ReadAddress(st.Addresses, field, text)
}
