package keeper

import "github.com/utilityd/utilityd/x/internal/check"

type account = check.Account

// account reads the address in a field of a message.
func (k *Keeper) account(field, text string) (account, error) {
	return check.ReadAccount(k.addresses, field, text)
}
