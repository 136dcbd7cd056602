package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	minttypes "github.com/cosmos/cosmos-sdk/x/mint/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
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
