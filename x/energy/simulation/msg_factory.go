package simulation

import (
	"context"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/keeper"
	"github.com/utilityd/utilityd/x/energy/types"
)

// Register adds the operations of accounts.
func Register(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_create_community", 10), factory(k, createCommunity))
	reg.Add(w.Get("msg_update_community", 10), factory(k, updateCommunity))
	reg.Add(w.Get("msg_pause_community", 3), factory(k, pauseCommunity))
	reg.Add(w.Get("msg_resume_community", 10), factory(k, resumeCommunity))
	reg.Add(w.Get("msg_close_community", 1), factory(k, closeCommunity))
	reg.Add(w.Get("msg_transfer_admin", 3), factory(k, transferAdmin))
	reg.Add(w.Get("msg_accept_admin", 3), factory(k, acceptAdmin))
	reg.Add(w.Get("msg_join_community", 60), factory(k, joinCommunity))
	reg.Add(w.Get("msg_approve_member", 60), factory(k, approveMember))
	reg.Add(w.Get("msg_leave_community", 3), factory(k, leaveCommunity))
	reg.Add(w.Get("msg_remove_member", 2), factory(k, removeMember))
	reg.Add(w.Get("msg_set_static_weight", 10), factory(k, setStaticWeight))
	reg.Add(w.Get("msg_set_max_price", 10), factory(k, setMaxPrice))
	reg.Add(w.Get("msg_deposit", 60), factory(k, deposit))
	reg.Add(w.Get("msg_withdraw", 20), factory(k, withdraw))
	reg.Add(w.Get("msg_compensate_member", 20), factory(k, compensateMember))
}

// RegisterProposals adds the operations of governance.
func RegisterProposals(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_energy_update_params", 50), factory(k, updateParams))
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
