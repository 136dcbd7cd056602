package devnet

import (
	"fmt"
	"time"

	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Init makes the files of a devnet. A home that is there stays as it is.
func Init(cfg Config) (created bool, err error) {
	if home.Exists(cfg.Home) {
		return false, nil
	}
	cfg = cfg.withDefaults()
	if err := home.CheckChainID(cfg.ChainID); err != nil {
		return false, err
	}
	if err := cfg.Ports.Check(); err != nil {
		return false, err
	}
	node := home.NewNode(cfg.Home, "devnet", cfg.ChainID, keyring.BackendTest, cfg.Ports).WithoutFees()
	node.App.API.Enable = true
	node.App.StateSync.SnapshotInterval = 0
	node.Comet.Consensus.TimeoutCommit = cfg.BlockTime
	node.Comet.P2P.ListenAddress = fmt.Sprintf("tcp://127.0.0.1:%d", cfg.Ports.P2P)
	node.Comet.P2P.PexReactor = false // it has no peers

	enc := app.NewEncoding()
	genesis, err := newGenesis(cfg, enc, node)
	if err != nil {
		return false, err
	}
	if err := home.WriteGenesis(cfg.ChainID, time.Now(), genesis, cfg.Home); err != nil {
		return false, err
	}
	// Last, because Exists looks for it: a start that was broken off begins anew.
	return true, node.WriteConfig()
}

func newGenesis(cfg Config, enc app.Encoding, node *home.Node) (app.Genesis, error) {
	_, consensusKey, err := node.WriteKeys()
	if err != nil {
		return nil, err
	}
	ring, err := keyring.New(sdk.KeyringServiceName(), keyring.BackendTest, cfg.Home, nil, enc.Codec)
	if err != nil {
		return nil, err
	}
	genesis := app.DefaultGenesis(enc.Codec)
	if err := FundAccounts(enc, genesis, ring); err != nil {
		return nil, err
	}
	if err := authorizeOffice(enc, genesis, ring); err != nil {
		return nil, err
	}
	if err := allowReplay(enc, genesis); err != nil {
		return nil, err
	}
	err = home.AddValidators(enc, cfg.ChainID, genesis, home.Validator{
		Moniker: node.Moniker, Key: Validator, Keyring: ring, PubKey: consensusKey,
		Stake: sdk.DefaultPowerReduction.MulRaw(100), Memo: "devnet",
	})
	if err != nil {
		return nil, err
	}
	if cfg.Genesis != nil {
		if err := cfg.Genesis(enc.Codec, genesis); err != nil {
			return nil, fmt.Errorf("change the genesis state: %w", err)
		}
	}
	return genesis, nil
}

// FundAccounts puts the well-known accounts into a keyring and into a genesis state.
func FundAccounts(enc app.Encoding, genesis app.Genesis, ring keyring.Keyring) error {
	funded := make([]home.Funded, 0, len(Names()))
	for _, name := range Names() {
		address, err := AddKey(ring, name)
		if err != nil {
			return err
		}
		funded = append(funded, home.Funded{Address: address, Coins: Coins()})
	}
	var bank banktypes.GenesisState
	if err := enc.Codec.UnmarshalJSON(genesis[banktypes.ModuleName], &bank); err != nil {
		return err
	}
	bank.DenomMetadata = append(bank.DenomMetadata, app.NewMetadata(
		PaymentDenom, "eur", "EUR", "Play euro", "Pays the bills of a devnet. Worth nothing."))
	genesis[banktypes.ModuleName] = enc.Codec.MustMarshalJSON(&bank)
	return home.Fund(enc, genesis, funded...)
}

// authorizeOffice makes the issuer what governance makes it elsewhere: a certification body for every medium, and an arbiter.
func authorizeOffice(enc app.Encoding, genesis app.Genesis, ring keyring.Keyring) error {
	record, err := ring.Key(Issuer)
	if err != nil {
		return err
	}
	address, err := record.GetAddress()
	if err != nil {
		return err
	}
	var state meteridtypes.GenesisState
	if err := enc.Codec.UnmarshalJSON(genesis[meteridtypes.ModuleName], &state); err != nil {
		return err
	}
	state.Issuers = append(state.Issuers, meteridtypes.Issuer{
		Address: address.String(), Name: "Devnet metrology office", Active: true,
		Media: []meteridtypes.Medium{meteridtypes.MEDIUM_ELECTRICITY, meteridtypes.MEDIUM_WATER, meteridtypes.MEDIUM_OTHER},
	})
	genesis[meteridtypes.ModuleName] = enc.Codec.MustMarshalJSON(&state)
	var generators generatortypes.GenesisState
	if err := enc.Codec.UnmarshalJSON(genesis[generatortypes.ModuleName], &generators); err != nil {
		return err
	}
	generators.Params.Arbiters = []string{address.String()}
	genesis[generatortypes.ModuleName] = enc.Codec.MustMarshalJSON(&generators)
	return nil
}

// allowReplay lets a membership begin as far back as a reading may lie, so that a file of last week can be replayed.
func allowReplay(enc app.Encoding, genesis app.Genesis) error {
	var state energytypes.GenesisState
	if err := enc.Codec.UnmarshalJSON(genesis[energytypes.ModuleName], &state); err != nil {
		return err
	}
	state.Params.MaxBackdateSeconds = meteridtypes.DefaultParams().MaxReadingAgeSeconds
	genesis[energytypes.ModuleName] = enc.Codec.MustMarshalJSON(&state)
	return nil
}
