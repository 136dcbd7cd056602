package devnet

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/cosmos/go-bip39"

	sdkmath "cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/app"
)

// PaymentDenom is what bills are paid in on a devnet: a millionth of a euro of play money.
const PaymentDenom = "ueur"

// Names of the funded accounts. Their keys follow from their names, so addresses are the same on
// every devnet.
const (
	Validator = "validator" // runs the node
	Admin     = "admin"     // opens communities
	Issuer    = "issuer"    // certifies meters
	Gateway   = "gateway"   // sends readings
	Supplier  = "supplier"  // the grid
	Alice     = "alice"     // households
	Bob       = "bob"
	Carol     = "carol"
	Dave      = "dave"
)

// Names lists the funded accounts.
func Names() []string {
	return []string{Validator, Admin, Issuer, Gateway, Supplier, Alice, Bob, Carol, Dave}
}

// Coins returns what each of them owns at the start.
func Coins() sdk.Coins {
	million := sdkmath.NewInt(1_000_000_000_000)
	return sdk.NewCoins(
		sdk.NewCoin(app.BondDenom, million),
		sdk.NewCoin(app.SolarDenom, million),
		sdk.NewCoin(PaymentDenom, million),
	)
}

// Mnemonic returns the phrase behind an account. Everybody can compute it.
func Mnemonic(name string) (string, error) {
	entropy := sha256.Sum256([]byte("utilityd/devnet/account/" + name))
	return bip39.NewMnemonic(entropy[:])
}

// AddKey puts the key of an account into a keyring and returns its address; a key that is there stays.
func AddKey(ring keyring.Keyring, name string) (sdk.AccAddress, error) {
	record, err := ring.Key(name)
	if errors.Is(err, sdkerrors.ErrKeyNotFound) {
		var mnemonic string
		if mnemonic, err = Mnemonic(name); err != nil {
			return nil, err
		}
		record, err = ring.NewAccount(name, mnemonic, keyring.DefaultBIP39Passphrase, hd.CreateHDPath(app.CoinType, 0, 0).String(), hd.Secp256k1)
	}
	if err != nil {
		return nil, fmt.Errorf("key %s: %w", name, err)
	}
	return record.GetAddress()
}

// Address returns where the coins of an account are.
func Address(name string) (sdk.AccAddress, error) {
	mnemonic, err := Mnemonic(name)
	if err != nil {
		return nil, err
	}
	path := hd.CreateHDPath(app.CoinType, 0, 0).String()
	secret, err := hd.Secp256k1.Derive()(mnemonic, keyring.DefaultBIP39Passphrase, path)
	if err != nil {
		return nil, err
	}
	return sdk.AccAddress(hd.Secp256k1.Generate()(secret).PubKey().Address()), nil
}
