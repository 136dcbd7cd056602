package state

import (
	"cosmossdk.io/errors"

	"github.com/utilityd/utilityd/x/internal/check"
)

type Account = check.Account

// ReadAddress reads the address in a field of a message.
func (st *Store) ReadAddress(field, text string) (Account, error) {
	return check.ReadAccount(st.addresses, field, text)
}

// Stored reads an address that was written by this module.
func (st *Store) Stored(text string) (Account, error) {
	bz, err := st.addresses.StringToBytes(text)
	if err != nil {
		return Account{}, errors.Wrapf(err, "expected a stored address of this chain, got %q", text)
	}
	return Account{Bytes: bz, Text: text}, nil
}
