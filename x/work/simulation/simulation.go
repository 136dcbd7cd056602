// Package simulation generates the messages of the module.
package simulation

import (
	"context"
	"math/rand"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/utilityd/utilityd/x/internal/simulate"
	"github.com/utilityd/utilityd/x/work/keeper"
	"github.com/utilityd/utilityd/x/work/types"
)

// RandomGenesis is a chain whose blocks do little work, so that work goes on in later blocks and records take turns.
func RandomGenesis(s *module.SimulationState) {
	g := types.DefaultGenesis()
	g.Params = randomParams(s.Rand)
	s.GenState[types.ModuleName] = s.Cdc.MustMarshalJSON(g)
}

func randomParams(r *rand.Rand) types.Params {
	return types.Params{MaxWorkPerBlock: 16 + uint64(r.Intn(64))} //nolint:gosec // not negative
}

// Register adds the operations of accounts.
func Register(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_retry_work", 5), simsx.SimMsgFactoryFn[*types.MsgRetryWork](
		func(ctx context.Context, data *simsx.ChainDataSource, reporter simsx.SimulationReporter) ([]simsx.SimAccount, *types.MsgRetryWork) {
			return retryWork(ctx, k, data, reporter)
		}))
}

// RegisterProposals adds the operations of governance.
func RegisterProposals(w simsx.WeightSource, reg simsx.Registry, _ *keeper.Keeper) {
	reg.Add(w.Get("msg_work_update_params", 20), simsx.SimMsgFactoryFn[*types.MsgUpdateParams](
		func(_ context.Context, data *simsx.ChainDataSource, reporter simsx.SimulationReporter) ([]simsx.SimAccount, *types.MsgUpdateParams) {
			return nil, &types.MsgUpdateParams{
				Authority: data.ModuleAccountAddress(reporter, "gov"),
				Params:    randomParams(data.Rand().Rand),
			}
		}))
}

// retryWork retries one of the failed items.
func retryWork(
	ctx context.Context, k *keeper.Keeper, data *simsx.ChainDataSource, reporter simsx.SimulationReporter,
) ([]simsx.SimAccount, *types.MsgRetryWork) {
	state, err := k.ExportGenesis(sdk.UnwrapSDKContext(ctx))
	if err != nil {
		reporter.Skip(err.Error())
		return nil, nil
	}
	f, ok := simulate.Pick(data.Rand(), reporter, "failed work", state.Failed, func(types.FailedItem) bool { return true })
	if !ok {
		return nil, nil
	}
	sender := data.AnyAccount(reporter)
	return []simsx.SimAccount{sender}, &types.MsgRetryWork{
		Sender: sender.AddressBech32, Module: f.Item.Module, Record: f.Item.Record, Kind: f.Item.Kind, Number: f.Item.Number,
	}
}
