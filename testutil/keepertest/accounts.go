package keepertest

import (
	"crypto/sha256"

	"github.com/cosmos/cosmos-sdk/codec/address"
)

// Addresses writes the bytes of accounts as the chain does.
var Addresses = address.NewBech32Codec("utility")

// Account returns the address of the account of a name.
func Account(name string) string {
	text, err := Addresses.BytesToString(AccountBytes(name))
	if err != nil {
		panic(err)
	}
	return text
}

// AccountBytes returns the bytes of that address.
func AccountBytes(name string) []byte {
	sum := sha256.Sum256([]byte(name))
	return sum[:20]
}
