package home

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	sdkmath "cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/utilityd/utilityd/app"
)

// Funded is an account of genesis.
type Funded struct {
	Address sdk.AccAddress
	Coins   sdk.Coins
}

// Fund adds accounts with coins to a genesis state.
func Fund(enc app.Encoding, genesis app.Genesis, accounts ...Funded) error {
	var auth authtypes.GenesisState
	if err := enc.Codec.UnmarshalJSON(genesis[authtypes.ModuleName], &auth); err != nil {
		return err
	}
	var bank banktypes.GenesisState
	if err := enc.Codec.UnmarshalJSON(genesis[banktypes.ModuleName], &bank); err != nil {
		return err
	}
	created := make(authtypes.GenesisAccounts, 0, len(accounts))
	for _, account := range accounts {
		created = append(created, authtypes.NewBaseAccount(account.Address, nil, 0, 0))
		bank.Balances = append(bank.Balances, banktypes.Balance{Address: account.Address.String(), Coins: account.Coins})
		bank.Supply = bank.Supply.Add(account.Coins...)
	}
	packed, err := authtypes.PackAccounts(created)
	if err != nil {
		return err
	}
	auth.Accounts = append(auth.Accounts, packed...)
	genesis[authtypes.ModuleName] = enc.Codec.MustMarshalJSON(&auth)
	genesis[banktypes.ModuleName] = enc.Codec.MustMarshalJSON(&bank)
	return nil
}

// Validator is a validator from the first block on.
type Validator struct {
	Moniker string
	Key     string // name in the keyring
	Keyring keyring.Keyring
	PubKey  cryptotypes.PubKey // of consensus
	Stake   sdkmath.Int
	Memo    string // node id and address, for the others to dial
}

// AddValidators puts the signed stakes of validators into a genesis state.
func AddValidators(enc app.Encoding, chainID string, genesis app.Genesis, validators ...Validator) error {
	var genutil genutiltypes.GenesisState
	if err := enc.Codec.UnmarshalJSON(genesis[genutiltypes.ModuleName], &genutil); err != nil {
		return err
	}
	for _, validator := range validators {
		signed, err := signGenTx(enc, chainID, validator)
		if err != nil {
			return fmt.Errorf("validator %s: %w", validator.Moniker, err)
		}
		genutil.GenTxs = append(genutil.GenTxs, signed)
	}
	genesis[genutiltypes.ModuleName] = enc.Codec.MustMarshalJSON(&genutil)
	return nil
}

func signGenTx(enc app.Encoding, chainID string, v Validator) (json.RawMessage, error) {
	record, err := v.Keyring.Key(v.Key)
	if err != nil {
		return nil, err
	}
	address, err := record.GetAddress()
	if err != nil {
		return nil, err
	}
	msg, err := stakingtypes.NewMsgCreateValidator(
		sdk.ValAddress(address).String(), v.PubKey, sdk.NewCoin(app.BondDenom, v.Stake),
		stakingtypes.Description{Moniker: v.Moniker}, commission(), sdkmath.OneInt())
	if err != nil {
		return nil, err
	}
	builder := enc.TxConfig.NewTxBuilder()
	if err := builder.SetMsgs(msg); err != nil {
		return nil, err
	}
	builder.SetMemo(v.Memo)
	builder.SetGasLimit(200_000)
	factory := tx.Factory{}.WithChainID(chainID).WithKeybase(v.Keyring).WithTxConfig(enc.TxConfig)
	if err := tx.Sign(context.Background(), factory, v.Key, builder, true); err != nil {
		return nil, err
	}
	return enc.TxConfig.TxJSONEncoder()(builder.GetTx())
}

// commission: 5 % now, never more than 20 %, at most 1 % more a day.
func commission() stakingtypes.CommissionRates {
	return stakingtypes.NewCommissionRates(
		sdkmath.LegacyNewDecWithPrec(5, 2), sdkmath.LegacyNewDecWithPrec(20, 2), sdkmath.LegacyNewDecWithPrec(1, 2))
}

// WriteGenesis writes the genesis document into homes.
func WriteGenesis(chainID string, at time.Time, genesis app.Genesis, homes ...string) error {
	doc, err := app.NewAppGenesis(chainID, at, genesis)
	if err != nil {
		return err
	}
	for _, home := range homes {
		if err := doc.SaveAs(GenesisFile(home)); err != nil {
			return err
		}
	}
	return nil
}
