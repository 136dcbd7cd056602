package check

import (
	"cosmossdk.io/core/address"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
)

// Address is an address as bytes and in its one canonical spelling: bech32 may also be written in capitals.
type Address struct {
	Bytes []byte
	Text  string
}

// ReadAddress reads the address in a field of a message.
func ReadAddress(codec address.Codec, field, text string) (Address, error) {
	bz, err := codec.StringToBytes(text)
	if err != nil {
		return Address{}, sdkerrors.ErrInvalidAddress.Wrapf("%s: expected an address of this chain, got %q: %s", field, text, err)
	}
	canonical, err := codec.BytesToString(bz)
	if err != nil {
		return Address{}, sdkerrors.ErrInvalidAddress.Wrapf("%s: %s", field, err)
	}
	return Address{Bytes: bz, Text: canonical}, nil
}
