package simulation

import (
	"context"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/keeper"
	"github.com/utilityd/utilityd/x/water/types"
)

// Register adds the operations of accounts.
func Register(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	registerAreas(w, reg, k)
	registerSources(w, reg, k)
	registerHouseholds(w, reg, k)
	registerTrade(w, reg, k)
}

// RegisterProposals adds the operations of governance.
func RegisterProposals(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_water_update_params", 50), factory(k, updateParams))
}

// operation returns a message for the state and its signers. It returns nil if there is nothing to do; the
// reason has been reported then.
type operation[T sdk.Msg] func(v world) ([]simsx.SimAccount, T)

func factory[T sdk.Msg](k *keeper.Keeper, op operation[T]) simsx.SimMsgFactoryFn[T] {
	return func(ctx context.Context, data *simsx.ChainDataSource, reporter simsx.SimulationReporter) ([]simsx.SimAccount, T) {
		return op(look(ctx, k, data, reporter))
	}
}

func updateParams(v world) ([]simsx.SimAccount, *types.MsgUpdateParams) {
	return nil, &types.MsgUpdateParams{
		Authority: v.data.ModuleAccountAddress(v.reporter, "gov"),
		Params:    randomParams(v.data.Rand().Rand),
	}
}
