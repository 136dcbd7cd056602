package state

import (
	"github.com/utilityd/utilityd/x/internal/check"
)

// Address is an address as it was read from a message.
type Address = check.Account

// ReadAddress reads the address in a field of a message.
func (st *Store) ReadAddress(field, text string) (Address, error) {
	return check.ReadAccount(st.Addresses, field, text)
}
