package state

import (
	"github.com/utilityd/utilityd/x/internal/check"
)

type Account = check.Account

// ReadAddress reads the address in a field of a message.
func (st *Store) ReadAddress(field, text string) (Account, error) {
	return check.ReadAccount(st.Addresses, field, text)
}
