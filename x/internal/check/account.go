package check

import (
	"cosmossdk.io/core/address"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
)

// Account is an address as bytes and in its one canonical spelling: bech32 may also be written in capitals.
type Account struct {
	Bytes []byte
	Text  string
}

// ReadAccount reads the address in a field of a message.
func ReadAccount(codec address.Codec, field, text string) (Account, error) {
	bz, err := codec.StringToBytes(text)
	if err != nil {
		return Account{}, sdkerrors.ErrInvalidAddress.Wrapf("%s: expected an address of this chain, got %q: %s", field, text, err)
	}
	canonical, err := codec.BytesToString(bz)
	if err != nil {
		return Account{}, sdkerrors.ErrInvalidAddress.Wrapf("%s: %s", field, err)
	}
	return Account{Bytes: bz, Text: canonical}, nil
}
