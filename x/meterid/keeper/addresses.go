package keeper

import "github.com/utilityd/utilityd/x/internal/check"

// Address is an address as it was read from a message.
type Address = check.Address

// ReadAddress reads the address in a field of a message.
func (k *Keeper) ReadAddress(field, text string) (Address, error) {
	return check.ReadAddress(k.addresses, field, text)
}
