package app

import (
	"os"
	"path/filepath"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

const (
	// Name is the name of the daemon and of the application in genesis files.
	Name = "utilityd"

	// Bech32Prefix starts every address: utility1…, utilityvaloper1…, utilityvalcons1….
	Bech32Prefix = "utility"

	// CoinType is the BIP-44 coin type of the accounts.
	CoinType = 118

	// BondDenom is what validators stake and what fees are paid in: a millionth of a UTL.
	BondDenom = "uutl"

	// SolarDenom is the token that generators sell their units for: a millionth of a SOLAR. Its whole
	// supply stands in genesis; no module can mint it.
	SolarDenom = "usolar"
)

// The SDK keeps the address prefixes and the default denom in package variables; they are set once,
// before any address is written or any default is read.
func init() {
	cfg := sdk.GetConfig()
	cfg.SetBech32PrefixForAccount(Bech32Prefix, Bech32Prefix+sdk.PrefixPublic)
	cfg.SetBech32PrefixForValidator(
		Bech32Prefix+sdk.PrefixValidator+sdk.PrefixOperator,
		Bech32Prefix+sdk.PrefixValidator+sdk.PrefixOperator+sdk.PrefixPublic)
	cfg.SetBech32PrefixForConsensusNode(
		Bech32Prefix+sdk.PrefixValidator+sdk.PrefixConsensus,
		Bech32Prefix+sdk.PrefixValidator+sdk.PrefixConsensus+sdk.PrefixPublic)
	cfg.SetCoinType(CoinType)

	sdk.DefaultBondDenom = BondDenom
}

// DefaultHome returns the folder of a node when --home is not given.
func DefaultHome() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "." + Name
	}
	return filepath.Join(home, "."+Name)
}
