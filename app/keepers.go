package app

import (
	"context"

	"github.com/spf13/cast"

	errorsmod "cosmossdk.io/errors"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	authzkeeper "github.com/cosmos/cosmos-sdk/x/authz/keeper"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	distrkeeper "github.com/cosmos/cosmos-sdk/x/distribution/keeper"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	evidencekeeper "github.com/cosmos/cosmos-sdk/x/evidence/keeper"
	evidencetypes "github.com/cosmos/cosmos-sdk/x/evidence/types"
	"github.com/cosmos/cosmos-sdk/x/feegrant"
	feegrantkeeper "github.com/cosmos/cosmos-sdk/x/feegrant/keeper"
	govkeeper "github.com/cosmos/cosmos-sdk/x/gov/keeper"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1beta1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1beta1"
	mintkeeper "github.com/cosmos/cosmos-sdk/x/mint/keeper"
	minttypes "github.com/cosmos/cosmos-sdk/x/mint/types"
	slashingkeeper "github.com/cosmos/cosmos-sdk/x/slashing/keeper"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	stakingkeeper "github.com/cosmos/cosmos-sdk/x/staking/keeper"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
	upgradekeeper "github.com/cosmos/cosmos-sdk/x/upgrade/keeper"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	energykeeper "github.com/utilityd/utilityd/x/energy/keeper"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	generatorkeeper "github.com/utilityd/utilityd/x/generator/keeper"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	meteridkeeper "github.com/utilityd/utilityd/x/meterid/keeper"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	waterkeeper "github.com/utilityd/utilityd/x/water/keeper"
	watertypes "github.com/utilityd/utilityd/x/water/types"
	workkeeper "github.com/utilityd/utilityd/x/work/keeper"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// Keepers holds the keeper of every module.
type Keepers struct {
	AccountKeeper   authkeeper.AccountKeeper
	BankKeeper      bankkeeper.BaseKeeper
	StakingKeeper   *stakingkeeper.Keeper
	SlashingKeeper  slashingkeeper.Keeper
	MintKeeper      mintkeeper.Keeper
	DistrKeeper     distrkeeper.Keeper
	GovKeeper       *govkeeper.Keeper
	EvidenceKeeper  *evidencekeeper.Keeper
	UpgradeKeeper   *upgradekeeper.Keeper
	AuthzKeeper     authzkeeper.Keeper
	FeeGrantKeeper  feegrantkeeper.Keeper
	ConsensusKeeper consensuskeeper.Keeper

	WorkKeeper      *workkeeper.Keeper
	MeterKeeper     *meteridkeeper.Keeper
	EnergyKeeper    *energykeeper.Keeper
	GeneratorKeeper *generatorkeeper.Keeper
	WaterKeeper     *waterkeeper.Keeper
}

// newBaseKeepers builds the keepers that the others need: consensus parameters, accounts, coins.
func (a *App) newBaseKeepers() {
	cdc, authority := a.enc.Codec, Authority()

	a.ConsensusKeeper = consensuskeeper.NewKeeper(cdc,
		runtime.NewKVStoreService(a.keys[consensustypes.StoreKey]), authority, runtime.EventService{})
	a.SetParamStore(a.ConsensusKeeper.ParamsStore)

	a.AccountKeeper = authkeeper.NewAccountKeeper(cdc,
		runtime.NewKVStoreService(a.keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount, modulePermissions,
		AccountCodec(), Bech32Prefix, authority, authkeeper.WithUnorderedTransactions(true))

	a.BankKeeper = bankkeeper.NewBaseKeeper(cdc,
		runtime.NewKVStoreService(a.keys[banktypes.StoreKey]), a.AccountKeeper, BlockedAddresses(), authority, a.Logger())

	a.AuthzKeeper = authzkeeper.NewKeeper(runtime.NewKVStoreService(a.keys[authzkeeper.StoreKey]), cdc,
		a.MsgServiceRouter(), a.AccountKeeper).SetBankKeeper(a.BankKeeper)

	a.FeeGrantKeeper = feegrantkeeper.NewKeeper(cdc,
		runtime.NewKVStoreService(a.keys[feegrant.StoreKey]), a.AccountKeeper).SetBankKeeper(a.BankKeeper)
}

// newValidatorKeepers builds what validators live by: stake, rewards, punishment, governance.
func (a *App) newValidatorKeepers(appOpts servertypes.AppOptions) {
	cdc, authority := a.enc.Codec, Authority()

	a.StakingKeeper = stakingkeeper.NewKeeper(cdc, runtime.NewKVStoreService(a.keys[stakingtypes.StoreKey]),
		a.AccountKeeper, a.BankKeeper, authority, ValidatorCodec(), ConsensusCodec())

	a.MintKeeper = mintkeeper.NewKeeper(cdc, runtime.NewKVStoreService(a.keys[minttypes.StoreKey]),
		a.StakingKeeper, a.AccountKeeper, a.BankKeeper, authtypes.FeeCollectorName, authority)

	a.DistrKeeper = distrkeeper.NewKeeper(cdc, runtime.NewKVStoreService(a.keys[distrtypes.StoreKey]),
		a.AccountKeeper, a.BankKeeper, a.StakingKeeper, authtypes.FeeCollectorName, authority)

	a.SlashingKeeper = slashingkeeper.NewKeeper(cdc, a.enc.Amino,
		runtime.NewKVStoreService(a.keys[slashingtypes.StoreKey]), a.StakingKeeper, authority)

	a.StakingKeeper.SetHooks(stakingtypes.NewMultiStakingHooks(a.DistrKeeper.Hooks(), a.SlashingKeeper.Hooks()))

	a.EvidenceKeeper = evidencekeeper.NewKeeper(cdc, runtime.NewKVStoreService(a.keys[evidencetypes.StoreKey]),
		a.StakingKeeper, a.SlashingKeeper, AccountCodec(), runtime.ProvideCometInfoService())
	a.EvidenceKeeper.SetRouter(evidencetypes.NewRouter())

	a.GovKeeper = govkeeper.NewKeeper(cdc, runtime.NewKVStoreService(a.keys[govtypes.StoreKey]),
		a.AccountKeeper, a.BankKeeper, a.DistrKeeper, a.MsgServiceRouter(), govtypes.DefaultConfig(), authority,
		govkeeper.NewDefaultCalculateVoteResultsAndVotingPower(a.StakingKeeper))
	// Without a router a legacy proposal dereferences nil. A text is the only one there is.
	a.GovKeeper.SetLegacyRouter(govv1beta1.NewRouter().AddRoute(govtypes.RouterKey, govv1beta1.ProposalHandler))

	a.UpgradeKeeper = upgradekeeper.NewKeeper(skippedUpgrades(appOpts),
		runtime.NewKVStoreService(a.keys[upgradetypes.StoreKey]), cdc,
		cast.ToString(appOpts.Get(flags.FlagHome)), a.BaseApp, authority)
}

// newUtilityKeepers builds ours: block work first, then meters, then the modules that count what meters prove.
func (a *App) newUtilityKeepers() {
	cdc, authority := a.enc.Codec, Authority()

	a.WorkKeeper = workkeeper.NewKeeper(cdc,
		runtime.NewKVStoreService(a.keys[worktypes.StoreKey]), AccountCodec(), authority)

	a.MeterKeeper = meteridkeeper.NewKeeper(cdc,
		runtime.NewKVStoreService(a.keys[meteridtypes.StoreKey]), AccountCodec(), authority,
		a.WorkKeeper.Queue(meteridtypes.ModuleName))
	a.WorkKeeper.Handle(meteridtypes.ModuleName, a.MeterKeeper.Work())

	a.EnergyKeeper = energykeeper.NewKeeper(cdc,
		runtime.NewKVStoreService(a.keys[energytypes.StoreKey]), AccountCodec(), authority, a.BankKeeper, a.MeterKeeper,
		a.WorkKeeper.Queue(energytypes.ModuleName))
	a.WorkKeeper.Handle(energytypes.ModuleName, a.EnergyKeeper.Work())
	a.MeterKeeper.RegisterSink(energytypes.ModuleName, a.EnergyKeeper.Sink())

	a.GeneratorKeeper = generatorkeeper.NewKeeper(cdc,
		runtime.NewKVStoreService(a.keys[generatortypes.StoreKey]), AccountCodec(), authority, a.BankKeeper, a.MeterKeeper,
		a.WorkKeeper.Queue(generatortypes.ModuleName))
	a.WorkKeeper.Handle(generatortypes.ModuleName, a.GeneratorKeeper.Work())
	a.MeterKeeper.RegisterSink(generatortypes.ModuleName, a.GeneratorKeeper.Sink())

	a.WaterKeeper = waterkeeper.NewKeeper(cdc,
		runtime.NewKVStoreService(a.keys[watertypes.StoreKey]), AccountCodec(), authority,
		newWaterBank(a.BankKeeper.WithMintCoinsRestriction(OnlyWater), a.keys[banktypes.StoreKey]), a.MeterKeeper,
		a.WorkKeeper.Queue(watertypes.ModuleName))
	a.WorkKeeper.Handle(watertypes.ModuleName, a.WaterKeeper.Work())
	a.MeterKeeper.RegisterSink(watertypes.ModuleName, a.WaterKeeper.Sink())
	// All copies of the bank's keeper, also earlier ones, use the same list.
	a.BankKeeper.AppendSendRestriction(a.WaterKeeper.SendRestriction)
}

// OnlyWater lets a module create water tokens and nothing else.
func OnlyWater(_ context.Context, coins sdk.Coins) error {
	for _, coin := range coins {
		if !watertypes.IsWaterDenom(coin.Denom) {
			return errorsmod.Wrapf(sdkerrors.ErrUnauthorized, "expected water tokens to be created, got %s", coin)
		}
	}
	return nil
}

func skippedUpgrades(appOpts servertypes.AppOptions) map[int64]bool {
	skipped := map[int64]bool{}
	for _, height := range cast.ToIntSlice(appOpts.Get(server.FlagUnsafeSkipUpgrades)) {
		skipped[int64(height)] = true
	}
	return skipped
}
