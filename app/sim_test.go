package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

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
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

const (
	simBlocks     = 30
	simOperations = 100 // at most, in a block

	// bytesPerOperation is the most that our stores may grow by, on average: some records of a few
	// hundred bytes with their indexes.
	bytesPerOperation = 2048
)

func init() {
	simcli.GetSimulatorFlags()
	simcli.FlagNumBlocksValue = simBlocks
	simcli.FlagBlockSizeValue = simOperations
}

// Random messages of every module leave every invariant whole, after every block. SIM_SEEDS says with
// how many seeds; each seed is a test of its own that can be run again.
func TestSimulation(t *testing.T) {
	seeds := 3
	if text := os.Getenv("SIM_SEEDS"); text != "" {
		var err error
		seeds, err = strconv.Atoi(text)
		require.NoError(t, err, "SIM_SEEDS")
	}
	list := make([]int64, seeds)
	for i := range list {
		list[i] = int64(i) + 1
	}
	simsx.RunWithSeeds(t, newSimulated, simulationState, list, nil, checkGrowth, checkExport)
}

// newSimulated is the application with a check of all invariants at the end of every block.
func newSimulated(
	logger log.Logger, db dbm.DB, _ bool, options servertypes.AppOptions, baseOptions ...func(*baseapp.BaseApp),
) *app.App {
	a := app.New(logger, db, false, options, baseOptions...)
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

// checkExport exports what the simulation left and imports it elsewhere.
func checkExport(t testing.TB, instance simsx.TestInstance[*app.App], _ []simtypes.Account) {
	exported, err := instance.App.ExportAppStateAndValidators(false, nil, nil)
	require.NoError(t, err)
	require.NoError(t, app.Basics().ValidateGenesis(instance.App.AppCodec(), instance.App.TxConfig(), genesisOf(t, exported.AppState)))
}

func genesisOf(t testing.TB, state json.RawMessage) app.Genesis {
	t.Helper()
	var genesis app.Genesis
	require.NoError(t, json.Unmarshal(state, &genesis))
	return genesis
}
