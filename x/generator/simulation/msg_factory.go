package simulation

import (
	"context"
	"maps"
	"slices"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/keeper"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Register adds the operations of accounts.
func Register(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	registerFunding(w, reg, k)
	registerUnits(w, reg, k)
	registerMarket(w, reg, k)
}

// RegisterProposals adds the operations of governance.
func RegisterProposals(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_generator_update_params", 50), factory(k, updateParams))
}

// operation returns a message for the state and its signers. It returns nil if there is nothing to do; the
// reason has been reported then.
type operation[T sdk.Msg] func(w world) ([]simsx.SimAccount, T)

func factory[T sdk.Msg](k *keeper.Keeper, op operation[T]) simsx.SimMsgFactoryFn[T] {
	return func(ctx context.Context, data *simsx.ChainDataSource, reporter simsx.SimulationReporter) ([]simsx.SimAccount, T) {
		return op(look(ctx, k, data, reporter))
	}
}

func updateParams(w world) ([]simsx.SimAccount, *types.MsgUpdateParams) {
	params := randomParams(w.data.Rand().Rand)
	arbiters := map[string]bool{}
	for range maxArbiters {
		arbiters[w.anyAccount().AddressBech32] = true
	}
	params.Arbiters = slices.Sorted(maps.Keys(arbiters))
	return nil, &types.MsgUpdateParams{Authority: w.data.ModuleAccountAddress(w.reporter, "gov"), Params: params}
}
