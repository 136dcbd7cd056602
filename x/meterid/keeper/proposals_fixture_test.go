package keeper_test

import (
	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// Approvals name what is pending at the moment, as after a look at it.

func (f *fixture) releasing(id uint64) *types.MsgReleaseReading {
	msg := &types.MsgReleaseReading{Issuer: account("issuer"), Meter: id}
	for _, q := range f.export().Quarantine {
		if q.Meter == id {
			msg.Registers, msg.ImportDelta, msg.ExportDelta = q.Registers, q.ImportDelta, q.ExportDelta
		}
	}
	return msg
}

func (f *fixture) accepting(id uint64) *types.MsgAcceptTransfer {
	msg := &types.MsgAcceptTransfer{NewOwner: account("heir"), Meter: id, KeyVersion: f.meter(id).KeyVersion}
	for _, p := range f.export().PendingTransfers {
		if p.Meter == id {
			msg.NewOwner, msg.Closing = p.NewOwner, p.Closing
		}
	}
	return msg
}

func (f *fixture) consenting(id uint64) *types.MsgConsentToTransfer {
	accepting := f.accepting(id)
	return &types.MsgConsentToTransfer{Owner: f.meter(id).Owner, Meter: id, NewOwner: accepting.NewOwner, Closing: accepting.Closing}
}

func (f *fixture) replacing(id uint64) *types.MsgAcceptReplacement {
	msg := &types.MsgAcceptReplacement{Owner: account("owner"), Meter: id, NewMeter: id + 1}
	for _, p := range f.export().PendingReplacements {
		if p.Meter == id {
			msg.NewMeter, msg.Closing, msg.Opening = p.NewMeter, p.Closing, p.Opening
		}
	}
	return msg
}

// consented lets the new owner of a meter accept at once.
func (f *fixture) consented(id uint64) {
	f.t.Helper()
	_, err := f.msgs.ConsentToTransfer(f.ctx, f.consenting(id))
	require.NoError(f.t, err)
}
