package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"sync"
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/core/comet"
	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	simtypes "github.com/cosmos/cosmos-sdk/types/simulation"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	simcli "github.com/cosmos/cosmos-sdk/x/simulation/client/cli"
	txsigning "github.com/cosmos/cosmos-sdk/x/tx/signing"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

const (
	simBlocks     = 30
	simOperations = 100           // at most, in a block
	simStart      = 1_767_225_600 // if it were now, no run of a seed would be like another

	// bytesPerOperation is the most that our stores may grow by, on average: some records of a few
	// hundred bytes with their indexes.
	bytesPerOperation = 2048
)

func init() {
	simcli.GetSimulatorFlags()
	simcli.FlagNumBlocksValue = simBlocks
	simcli.FlagBlockSizeValue = simOperations
	simcli.FlagGenesisTimeValue = simStart
}

// Random messages of every module leave every invariant whole, after every block. SIM_SEEDS says with
// how many seeds; each seed is a test of its own that can be run again, as the last one is here.
func TestSimulation(t *testing.T) {
	seeds := 3
	if text := os.Getenv("SIM_SEEDS"); text != "" {
		var err error
		seeds, err = strconv.Atoi(text)
		require.NoError(t, err, "SIM_SEEDS")
	}
	list := []int64{int64(seeds)}
	for i := range seeds {
		list = append(list, int64(i)+1)
	}
	var ends sync.Map // seed → app hash
	checkEnd := func(t testing.TB, instance simsx.TestInstance[*app.App], _ []simtypes.Account) {
		require.EqualValues(t, simBlocks, instance.App.LastBlockHeight())
		hash := instance.App.LastCommitID().String()
		before, _ := ends.LoadOrStore(instance.Cfg.Seed, hash)
		require.Equal(t, before, hash, "the same seed again")
	}
	simsx.RunWithSeeds(t, newSimulated, simulationState, list, nil, checkEnd, checkGrowth, checkExport)
}

// newSimulated is the application with a check of all invariants at the end of every block. Nobody signs twice in it: some seeds
// would be left without validators, and the SDK skips those.
func newSimulated(
	logger log.Logger, db dbm.DB, _ bool, options servertypes.AppOptions, baseOptions ...func(*baseapp.BaseApp),
) *app.App {
	a := app.New(logger, db, false, options, baseOptions...)
	a.SetBeginBlocker(func(ctx sdk.Context) (sdk.BeginBlock, error) {
		return a.BeginBlocker(ctx.WithCometInfo(innocent{ctx.CometInfo()}))
	})
	a.SetEndBlocker(func(ctx sdk.Context) (sdk.EndBlock, error) {
		end, err := a.EndBlocker(ctx)
		if err != nil {
			return end, err
		}
		checked, _ := ctx.CacheContext()
		return end, a.CheckInvariants(checked)
	})
	ante := a.AnteHandler()
	a.SetAnteHandler(func(ctx sdk.Context, tx sdk.Tx, simulate bool) (sdk.Context, error) {
		return ante(ctx, simulatedTx{tx.(authsigning.Tx)}, simulate)
	})
	if err := a.LoadLatestVersion(); err != nil {
		panic(err)
	}
	return a
}

// innocent is a block without evidence.
type innocent struct {
	comet.BlockInfo
}

func (innocent) GetEvidence() comet.EvidenceList { return noEvidence{} }

type noEvidence struct {
	comet.EvidenceList
}

func (noEvidence) Len() int { return 0 }

// simulatedTx pays no fee but in our denom: the simulation takes fees out of whatever an account has.
type simulatedTx struct {
	authsigning.Tx
}

func (t simulatedTx) GetFee() sdk.Coins {
	return sdk.NewCoins(sdk.NewCoin(app.BondDenom, t.Tx.GetFee().AmountOf(app.BondDenom)))
}

// GetSigningTxData is what was signed: the fee as it was.
func (t simulatedTx) GetSigningTxData() txsigning.TxData {
	return t.Tx.(authsigning.V2AdaptableTx).GetSigningTxData()
}

func simulationState(a *app.App) simsx.SimStateFactory {
	return simsx.SimStateFactory{
		Codec:         a.AppCodec(),
		AppStateFn:    simtestutil.AppStateFn(a.AppCodec(), a.SimulationManager(), app.DefaultGenesis(a.AppCodec())),
		BlockedAddr:   app.BlockedAddresses(),
		AccountSource: a.AccountKeeper,
		BalanceSource: sendable{a.BankKeeper},
	}
}

// sendable is what accounts can send: no water. The simulation would try.
type sendable struct {
	bankkeeper.BaseKeeper
}

func (s sendable) SpendableCoins(ctx context.Context, account sdk.AccAddress) sdk.Coins {
	var coins sdk.Coins
	for _, coin := range s.BaseKeeper.SpendableCoins(ctx, account) {
		if !watertypes.IsWaterDenom(coin.Denom) {
			coins = append(coins, coin)
		}
	}
	return coins
}

// checkGrowth counts what lies in our stores.
func checkGrowth(t testing.TB, instance simsx.TestInstance[*app.App], _ []simtypes.Account) {
	ctx := instance.App.CommittedContext()
	for _, name := range []string{meteridtypes.StoreKey, energytypes.StoreKey, generatortypes.StoreKey, watertypes.StoreKey} {
		bytes := 0
		entries := ctx.KVStore(instance.App.StoreKey(name)).Iterator(nil, nil)
		for ; entries.Valid(); entries.Next() {
			bytes += len(entries.Key()) + len(entries.Value())
		}
		require.NoError(t, entries.Close())
		require.LessOrEqual(t, bytes, simBlocks*simOperations*bytesPerOperation, fmt.Sprintf("bytes in the store of %s", name))
	}
}

// checkExport exports what the simulation left, imports it elsewhere and exports it again.
func checkExport(t testing.TB, instance simsx.TestInstance[*app.App], _ []simtypes.Account) {
	exported, err := instance.App.ExportAppStateAndValidators(false, nil, nil)
	require.NoError(t, err)
	genesis := genesisOf(t, exported.AppState)
	require.NoError(t, app.Basics().ValidateGenesis(instance.App.AppCodec(), instance.App.TxConfig(), genesis))

	imported := chain.Empty(t, chain.Start(instance.App.GetContextForCheckTx(nil).BlockTime()))
	imported.InitChain(exported.AppState)
	again := genesisOf(t, imported.ExportUncommitted())
	for module := range genesis {
		require.JSONEq(t, string(genesis[module]), string(again[module]), module)
	}
}

func genesisOf(t testing.TB, state json.RawMessage) app.Genesis {
	t.Helper()
	var genesis app.Genesis
	require.NoError(t, json.Unmarshal(state, &genesis))
	return genesis
}
