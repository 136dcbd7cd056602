package keeper

import (
	"cosmossdk.io/errors"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
)

// account is an address as bytes and in its one canonical spelling: bech32 may also be written in capitals.
type account struct {
	bytes []byte
	text  string
}

// account reads the address in a field of a message.
func (k *Keeper) account(field, text string) (account, error) {
	bz, err := k.addresses.StringToBytes(text)
	if err != nil {
		return account{}, sdkerrors.ErrInvalidAddress.Wrapf("%s: expected an address of this chain, got %q: %s", field, text, err)
	}
	canonical, err := k.addresses.BytesToString(bz)
	if err != nil {
		return account{}, sdkerrors.ErrInvalidAddress.Wrapf("%s: %s", field, err)
	}
	return account{bytes: bz, text: canonical}, nil
}

// stored reads an address that was written by this module.
func (k *Keeper) stored(text string) (account, error) {
	bz, err := k.addresses.StringToBytes(text)
	if err != nil {
		return account{}, errors.Wrapf(err, "expected a stored address of this chain, got %q", text)
	}
	return account{bytes: bz, text: text}, nil
}
