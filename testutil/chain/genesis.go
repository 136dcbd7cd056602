package chain

import (
	"encoding/json"
	"time"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/utilityd/utilityd/app"
)

// stake is what the validator bonds.
var stake = sdk.DefaultPowerReduction.MulRaw(100)

// initChain starts the chain from the default genesis with a validator and funded accounts.
func (c *Chain) initChain() {
	cdc := c.App.AppCodec()
	genesis := app.DefaultGenesis(cdc)
	c.addAccounts(genesis)
	c.addValidator(genesis)
	for _, change := range c.cfg.genesis {
		change(cdc, genesis)
	}
	state, err := json.Marshal(genesis)
	require.NoError(c.t, err)
	c.InitChain(state)
}

// InitChain starts the chain from a genesis state.
func (c *Chain) InitChain(state []byte) {
	c.t.Helper()
	c.InitChainAt(1, state)
}

// InitChainAt starts the chain from the state that another one exported before its block of that height.
func (c *Chain) InitChainAt(height int64, state []byte) {
	c.t.Helper()
	require.NoError(c.t, c.Chain.InitChain(height, state))
}

func (c *Chain) addAccounts(genesis app.Genesis) {
	cdc := c.App.AppCodec()
	var auth authtypes.GenesisState
	cdc.MustUnmarshalJSON(genesis[authtypes.ModuleName], &auth)
	var bank banktypes.GenesisState
	cdc.MustUnmarshalJSON(genesis[banktypes.ModuleName], &bank)

	accounts := make(authtypes.GenesisAccounts, 0, len(c.accounts))
	for _, account := range c.accounts {
		accounts = append(accounts, authtypes.NewBaseAccount(account.Address, nil, 0, 0))
		bank.Balances = append(bank.Balances, banktypes.Balance{Address: account.String(), Coins: c.cfg.coins})
		bank.Supply = bank.Supply.Add(c.cfg.coins...)
	}
	staked := sdk.NewCoins(sdk.NewCoin(app.BondDenom, stake))
	bank.Balances = append(bank.Balances, banktypes.Balance{
		Address: authtypes.NewModuleAddress(stakingtypes.NotBondedPoolName).String(),
		Coins:   staked,
	})
	bank.Supply = bank.Supply.Add(staked...)

	packed, err := authtypes.PackAccounts(accounts)
	require.NoError(c.t, err)
	auth.Accounts = packed
	genesis[authtypes.ModuleName] = cdc.MustMarshalJSON(&auth)
	genesis[banktypes.ModuleName] = cdc.MustMarshalJSON(&bank)
}

func (c *Chain) addValidator(genesis app.Genesis) {
	cdc := c.App.AppCodec()
	operator := NewAccount("validator")
	consensusKey, err := codectypes.NewAnyWithValue(c.consensusKey.PubKey())
	require.NoError(c.t, err)

	var staking stakingtypes.GenesisState
	cdc.MustUnmarshalJSON(genesis[stakingtypes.ModuleName], &staking)
	staking.Validators = []stakingtypes.Validator{{
		OperatorAddress:   sdk.ValAddress(operator.Address).String(),
		ConsensusPubkey:   consensusKey,
		Status:            stakingtypes.Unbonded, // genesis bonds it, and so creates all that hangs on bonding
		Tokens:            stake,
		DelegatorShares:   sdkmath.LegacyNewDecFromInt(stake),
		Description:       stakingtypes.Description{Moniker: operator.Name},
		UnbondingTime:     time.Unix(0, 0).UTC(),
		Commission:        stakingtypes.NewCommission(sdkmath.LegacyZeroDec(), sdkmath.LegacyZeroDec(), sdkmath.LegacyZeroDec()),
		MinSelfDelegation: sdkmath.OneInt(),
	}}
	staking.Delegations = []stakingtypes.Delegation{
		stakingtypes.NewDelegation(operator.String(), sdk.ValAddress(operator.Address).String(), sdkmath.LegacyNewDecFromInt(stake)),
	}
	genesis[stakingtypes.ModuleName] = cdc.MustMarshalJSON(&staking)
}
