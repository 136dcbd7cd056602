package keeper

import (
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
)

// address is an address as bytes and in its one canonical spelling: bech32 may also be written in capitals.
type address struct {
	bytes []byte
	text  string
}

// address reads the address in a field of a message.
func (k *Keeper) address(field, text string) (address, error) {
	bz, err := k.addresses.StringToBytes(text)
	if err != nil {
		return address{}, sdkerrors.ErrInvalidAddress.Wrapf("%s: expected an address of this chain, got %q: %s", field, text, err)
	}
	canonical, err := k.addresses.BytesToString(bz)
	if err != nil {
		return address{}, sdkerrors.ErrInvalidAddress.Wrapf("%s: %s", field, err)
	}
	return address{bytes: bz, text: canonical}, nil
}

// addressIfAny reads the address in a field that may be empty.
func (k *Keeper) addressIfAny(field, text string) (address, error) {
	if text == "" {
		return address{}, nil
	}
	return k.address(field, text)
}
