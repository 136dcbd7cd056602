package keeper

import (
	"cosmossdk.io/errors"

	"github.com/utilityd/utilityd/x/internal/check"
)

type account = check.Account

// account reads the address in a field of a message.
func (k *Keeper) account(field, text string) (account, error) {
	return check.ReadAccount(k.addresses, field, text)
}

// stored reads an address that was written by this module.
func (k *Keeper) stored(text string) (account, error) {
	bz, err := k.addresses.StringToBytes(text)
	if err != nil {
		return account{}, errors.Wrapf(err, "expected a stored address of this chain, got %q", text)
	}
	return account{Bytes: bz, Text: text}, nil
}
