package app_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	minttypes "github.com/cosmos/cosmos-sdk/x/mint/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
)

func TestTheDefaultGenesisIsValidAndSpeaksOfOurCoins(t *testing.T) {
	enc := app.NewEncoding()
	genesis := app.DefaultGenesis(enc.Codec)

	require.NoError(t, app.Basics().ValidateGenesis(enc.Codec, enc.TxConfig, genesis))

	var staking stakingtypes.GenesisState
	enc.Codec.MustUnmarshalJSON(genesis["staking"], &staking)
	require.Equal(t, app.BondDenom, staking.Params.BondDenom)
	require.Equal(t, app.BondDenom, staking.Params.KeyRotationFee.Denom)
	var mint minttypes.GenesisState
	enc.Codec.MustUnmarshalJSON(genesis["mint"], &mint)
	require.Equal(t, app.BondDenom, mint.Params.MintDenom)
	var gov govv1.GenesisState
	enc.Codec.MustUnmarshalJSON(genesis["gov"], &gov)
	require.Equal(t, app.BondDenom, gov.Params.MinDeposit[0].Denom)
	require.Equal(t, app.BondDenom, gov.Params.ExpeditedMinDeposit[0].Denom)
	var bank banktypes.GenesisState
	enc.Codec.MustUnmarshalJSON(genesis["bank"], &bank)
	require.Len(t, bank.DenomMetadata, 2)
	for _, metadata := range bank.DenomMetadata {
		require.NoError(t, metadata.Validate())
		require.EqualValues(t, 6, metadata.DenomUnits[1].Exponent)
	}
}

// Rule S1: the limits of a block are set on purpose.
func TestBlocksAreLimitedFromTheStart(t *testing.T) {
	enc := app.NewEncoding()
	doc, err := app.NewAppGenesis("utility-1", time.Unix(0, 0), app.DefaultGenesis(enc.Codec))
	require.NoError(t, err)
	require.NoError(t, doc.ValidateAndComplete())

	params := doc.Consensus.Params
	require.NoError(t, params.ValidateBasic())
	require.EqualValues(t, 2<<20, params.Block.MaxBytes)
	require.EqualValues(t, 100_000_000, params.Block.MaxGas)
	require.Equal(t, stakingtypes.DefaultUnbondingTime, params.Evidence.MaxAgeDuration)
}

// Benchmarks compare with an application that has the modules of the SDK and none of ours.
func TestTheStockApplicationHasNoneOfOurModules(t *testing.T) {
	c := chain.New(t, chain.Build(app.NewStock), chain.WithoutInvariants())
	c.MustDeliver(c.Account("alice"), send(c.Account("alice"), c.Account("bob"), 1)...)
	for _, name := range ourStores {
		require.Nil(t, c.App.StoreKey(name), name)
	}
}

// A genesis that promises money which the module account does not hold would pay one member with the money of another.
func TestAGenesisWhoseWalletsAreNotCoveredIsRefused(t *testing.T) {
	original := chain.New(t)
	var genesis app.Genesis
	require.NoError(t, json.Unmarshal(original.Export(), &genesis))
	alice := original.Account("alice").String()
	genesis[energytypes.ModuleName] = original.App.AppCodec().MustMarshalJSON(&energytypes.GenesisState{
		Params: energytypes.DefaultParams(), NextCommunity: 2,
		Communities: []energytypes.Community{{
			Id: 1, Admin: alice, Name: "Village", EpochSeconds: 900, PaymentDenom: "uutl", MaxMembers: 2,
			Status: energytypes.COMMUNITY_STATUS_ACTIVE, Prepaid: 5,
		}},
		Terms: []energytypes.CommunityTerms{{Community: 1, Terms: energytypes.Terms{
			Key: energytypes.ALLOCATION_KEY_DYNAMIC, Residual: energytypes.RESIDUAL_GRID, GridSupplier: alice,
		}}},
	})
	state, err := json.Marshal(genesis)
	require.NoError(t, err)
	err = chain.Empty(t, chain.Start(original.Now())).Chain.InitChain(original.Height()+1, state)
	require.ErrorContains(t, err, "energy: the module account holds what is in the wallets: expected at least 5uutl in the module account, got 0uutl")
}
