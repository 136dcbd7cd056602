package chain

import (
	"crypto/sha256"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Account is an account with its key.
type Account struct {
	Name    string
	Key     cryptotypes.PrivKey
	Address sdk.AccAddress
}

// NewAccount derives an account from its name, so that addresses are the same in every run.
func NewAccount(name string) Account {
	seed := sha256.Sum256([]byte("utilityd/test/account/" + name))
	key := secp256k1.GenPrivKeyFromSecret(seed[:])
	return Account{Name: name, Key: key, Address: sdk.AccAddress(key.PubKey().Address())}
}

// String returns the account's address as it stands in messages.
func (a Account) String() string { return a.Address.String() }
