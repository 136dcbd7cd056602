package simulation

import (
	"context"
	"errors"
	"slices"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/keeper"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// Register adds the operations of accounts. The weights make readings the bulk, as in life.
func Register(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_register_meter", 20), factory(k, registerMeter))
	reg.Add(w.Get("msg_activate_meter", 30), factory(k, activateMeter))
	reg.Add(w.Get("msg_submit_readings", 200), factory(k, submitReadings))
	reg.Add(w.Get("msg_release_reading", 10), factory(k, releaseReading))
	reg.Add(w.Get("msg_rotate_key", 10), factory(k, rotateKey))
	reg.Add(w.Get("msg_drop_pending", 4), factory(k, dropPending))
	reg.Add(w.Get("msg_replace_meter", 10), factory(k, replaceMeter))
	reg.Add(w.Get("msg_accept_replacement", 10), factory(k, acceptReplacement))
	reg.Add(w.Get("msg_transfer_meter", 5), factory(k, transferMeter))
	reg.Add(w.Get("msg_rebase_registers", 5), factory(k, rebaseRegisters))
	reg.Add(w.Get("msg_consent_to_transfer", 5), factory(k, consentToTransfer))
	reg.Add(w.Get("msg_accept_transfer", 10), factory(k, acceptTransfer))
	reg.Add(w.Get("msg_suspend_meter", 3), factory(k, suspendMeter))
	reg.Add(w.Get("msg_resume_meter", 10), factory(k, resumeMeter))
	reg.Add(w.Get("msg_retire_meter", 2), refusable(factory(k, retireMeter)))
	reg.Add(w.Get("msg_attest_claim", 20), factory(k, attestClaim))
	reg.Add(w.Get("msg_revoke_claim", 3), factory(k, revokeClaim))
}

// RegisterProposals adds the operations of governance.
func RegisterProposals(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_meterid_authorize_issuer", 50), factory(k, authorizeIssuer))
	reg.Add(w.Get("msg_meterid_revoke_issuer", 10), factory(k, revokeIssuer))
	reg.Add(w.Get("msg_meterid_reassign_meters", 10), factory(k, reassignMeters))
	reg.Add(w.Get("msg_meterid_update_params", 50), factory(k, updateParams))
}

// operation returns a message for the state and its signers. It returns nil if there is nothing to do; the
// reason has been reported then.
type operation[T sdk.Msg] func(v world) ([]simsx.SimAccount, T)

func factory[T sdk.Msg](k *keeper.Keeper, op operation[T]) simsx.SimMsgFactoryFn[T] {
	return func(ctx context.Context, data *simsx.ChainDataSource, reporter simsx.SimulationReporter) ([]simsx.SimAccount, T) {
		return op(look(ctx, k, data, reporter))
	}
}

// refusable accepts that the module to which a meter is bound refuses the message.
func refusable[T sdk.Msg](f simsx.SimMsgFactoryFn[T]) simsx.SimMsgFactoryX {
	return simsx.NewSimMsgFactoryWithDeliveryResultHandler(func(
		ctx context.Context, data *simsx.ChainDataSource, reporter simsx.SimulationReporter,
	) ([]simsx.SimAccount, T, simsx.SimDeliveryResultHandler) {
		signers, msg := f(ctx, data, reporter)
		return signers, msg, func(err error) error {
			if errors.Is(err, types.ErrMeterBound) {
				return nil
			}
			return err
		}
	})
}

func authorizeIssuer(v world) ([]simsx.SimAccount, *types.MsgAuthorizeIssuer) {
	return nil, &types.MsgAuthorizeIssuer{
		Authority: v.data.ModuleAccountAddress(v.reporter, "gov"),
		Address:   v.data.AnyAccount(v.reporter).AddressBech32,
		Name:      v.data.Rand().StringN(1 + v.data.Rand().Intn(types.MaxNameBytes)),
		Media:     []types.Medium{types.MEDIUM_WATER, types.MEDIUM_ELECTRICITY, types.MEDIUM_OTHER},
	}
}

func revokeIssuer(v world) ([]simsx.SimAccount, *types.MsgRevokeIssuer) {
	issuer, ok := pick(v, "an active issuer", v.Issuers, func(i types.Issuer) bool { return i.Active })
	if !ok {
		return nil, nil
	}
	return nil, &types.MsgRevokeIssuer{
		Authority: v.data.ModuleAccountAddress(v.reporter, "gov"),
		Address:   issuer.Address,
	}
}

func reassignMeters(v world) ([]simsx.SimAccount, *types.MsgReassignMeters) {
	from, ok := pick(v, "a revoked issuer", v.Issuers, func(i types.Issuer) bool { return !i.Active })
	if !ok {
		return nil, nil
	}
	to, ok := pick(v, "a successor", v.Issuers, func(i types.Issuer) bool {
		return i.Active && !slices.ContainsFunc(from.Media, func(m types.Medium) bool { return !i.Certifies(m) })
	})
	if !ok {
		return nil, nil
	}
	return nil, &types.MsgReassignMeters{
		Authority: v.data.ModuleAccountAddress(v.reporter, "gov"), From: from.Address, To: to.Address,
	}
}

func updateParams(v world) ([]simsx.SimAccount, *types.MsgUpdateParams) {
	return nil, &types.MsgUpdateParams{
		Authority: v.data.ModuleAccountAddress(v.reporter, "gov"),
		Params:    randomParams(v.data.Rand().Rand),
	}
}
