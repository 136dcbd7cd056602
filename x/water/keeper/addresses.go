package keeper

import "github.com/utilityd/utilityd/x/internal/check"

type address = check.Account

// address reads the address in a field of a message.
func (k *Keeper) address(field, text string) (address, error) {
	return check.ReadAccount(k.addresses, field, text)
}

// addressIfAny reads the address in a field that may be empty.
func (k *Keeper) addressIfAny(field, text string) (address, error) {
	if text == "" {
		return address{}, nil
	}
	return k.address(field, text)
}
