package app

import (
	"encoding/json"
	"fmt"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
)

const (
	// MaxBlockBytes is how large a block may be at the start: 2 MiB.
	MaxBlockBytes = 2 << 20

	// MaxBlockGas is the initial maximum of gas that the transactions of a block may declare.
	MaxBlockGas = 100_000_000

	// MaxMemoCharacters leaves room for a reference and none for a payload.
	MaxMemoCharacters = 128

	// shortestBlockTime is the block time that the age of evidence in blocks is reckoned with.
	shortestBlockTime = time.Second
)

// Genesis is the state of every module by name.
type Genesis = map[string]json.RawMessage

// DefaultGenesis returns the state a new chain starts from.
func DefaultGenesis(cdc codec.JSONCodec) Genesis {
	genesis := Basics().DefaultGenesis(cdc)

	var auth authtypes.GenesisState
	cdc.MustUnmarshalJSON(genesis[authtypes.ModuleName], &auth)
	auth.Params.MaxMemoCharacters = MaxMemoCharacters
	genesis[authtypes.ModuleName] = cdc.MustMarshalJSON(&auth)

	var bank banktypes.GenesisState
	cdc.MustUnmarshalJSON(genesis[banktypes.ModuleName], &bank)
	bank.DenomMetadata = DenomMetadata()
	genesis[banktypes.ModuleName] = cdc.MustMarshalJSON(&bank)
	return genesis
}

// DenomMetadata describes the coins that every chain of ours has.
func DenomMetadata() []banktypes.Metadata {
	return []banktypes.Metadata{
		NewMetadata(SolarDenom, "solar", "SOLAR", "Solar", "Pays for the units of crowdfunded generators. Fixed supply."),
		NewMetadata(BondDenom, "utl", "UTL", "Utility", "Stake of the validators and fee of the transactions."),
	}
}

// NewMetadata describes a coin of six decimals.
func NewMetadata(base, display, symbol, name, description string) banktypes.Metadata {
	return banktypes.Metadata{
		Base:        base,
		Display:     display,
		Name:        name,
		Symbol:      symbol,
		Description: description,
		DenomUnits: []*banktypes.DenomUnit{
			{Denom: base, Exponent: 0},
			{Denom: display, Exponent: 6},
		},
	}
}

// DefaultConsensusParams limits blocks on purpose: the defaults of the base are open. Evidence of a
// double signature counts for as long as the stake of the culprit can still be reached.
func DefaultConsensusParams() *cmttypes.ConsensusParams {
	params := cmttypes.DefaultConsensusParams()
	params.Block.MaxBytes = MaxBlockBytes
	params.Block.MaxGas = MaxBlockGas
	params.Evidence.MaxAgeDuration = stakingtypes.DefaultUnbondingTime
	params.Evidence.MaxAgeNumBlocks = int64(stakingtypes.DefaultUnbondingTime / shortestBlockTime)
	return params
}

// NewAppGenesis returns a genesis document with our limits around a state.
func NewAppGenesis(chainID string, at time.Time, state Genesis) (*genutiltypes.AppGenesis, error) {
	bz, err := json.MarshalIndent(state, "", " ")
	if err != nil {
		return nil, fmt.Errorf("genesis state: %w", err)
	}
	doc := genutiltypes.NewAppGenesisWithVersion(chainID, bz)
	doc.AppName = Name
	doc.InitialHeight = 1
	doc.GenesisTime = at.UTC()
	doc.Consensus = genutiltypes.NewConsensusGenesis(DefaultConsensusParams().ToProto(), nil)
	return doc, nil
}

// InitChainer fills the stores from the genesis document, and refuses one in which an invariant does not hold, such as wallets that the
// module account does not cover.
func (a *App) InitChainer(ctx sdk.Context, req *abci.RequestInitChain) (*abci.ResponseInitChain, error) {
	res, err := a.initGenesis(ctx, req)
	if err != nil {
		return nil, err
	}
	return res, a.CheckInvariants(ctx)
}

// initGenesis fills the stores of all modules.
func (a *App) initGenesis(ctx sdk.Context, req *abci.RequestInitChain) (*abci.ResponseInitChain, error) {
	var genesis Genesis
	if err := json.Unmarshal(req.AppStateBytes, &genesis); err != nil {
		return nil, fmt.Errorf("genesis state: %w", err)
	}
	if err := a.UpgradeKeeper.SetModuleVersionMap(ctx, a.modules.GetVersionMap()); err != nil {
		return nil, fmt.Errorf("module versions: %w", err)
	}
	return a.modules.InitGenesis(ctx, a.enc.Codec, genesis)
}
