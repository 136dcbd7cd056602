package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// RebaseRegisters attests that the registers of a device were set to other values. Earlier amounts are counted, and it
// counts on from the opening registers.
func (s msgServer) RebaseRegisters(goCtx context.Context, msg *types.MsgRebaseRegisters) (*types.MsgRebaseRegistersResponse, error) {
	// load
	ctx, _, meter, err := s.ofIssuer(goCtx, msg)
	if err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := expectInService(meter); err != nil {
		return nil, err
	}
	last, err := s.record(ctx, meter.Id)
	if err != nil {
		return nil, err
	}
	w := windowAt(ctx.BlockTime().Unix(), params)

	// decide
	if err := checkClosing(meter, last, msg.Closing, w); err != nil {
		return nil, err
	}
	if err := w.check("opening", msg.Opening.Time); err != nil {
		return nil, err
	}
	if err := meter.CheckDigits("opening", msg.Opening); err != nil {
		return nil, err
	}

	// apply
	v, err := s.applyClosing(ctx, meter, msg.Closing)
	if err != nil {
		return nil, err
	}
	if err := s.rebase(ctx, meter, msg.Opening); err != nil {
		return nil, err
	}
	r := &types.MsgRebaseRegistersResponse{ImportDelta: v.imported.amount, ExportDelta: v.exported.amount}
	return r, ctx.EventManager().EmitTypedEvent(&types.EventRegistersRebased{
		Meter: meter.Id, Owner: meter.Owner, Closing: msg.Closing, Opening: msg.Opening, ImportDelta: r.ImportDelta,
		ExportDelta: r.ExportDelta,
	})
}

// rebase makes the opening registers the last ones of a meter and keeps its totals. A quarantined reading, and proposals
// with closing registers, refer to the old registers: they are dropped, or they would count twice.
func (k *Keeper) rebase(ctx context.Context, m types.Meter, opening types.Registers) error {
	r, err := k.record(ctx, m.Id)
	if err != nil {
		return err
	}
	f, limit, seconds := m.Form(), m.Limit(), secondsSince(r, opening)
	err = k.setRecord(ctx, m.Id, record{
		Registers:   opening,
		importBase:  f.Rebased(r.importBase, r.ImportRegister, opening.ImportRegister),
		exportBase:  f.Rebased(r.exportBase, r.ExportRegister, opening.ExportRegister),
		importAhead: limit.Next(r.importAhead, seconds, 0),
		exportAhead: limit.Next(r.exportAhead, seconds, 0),
	})
	if err != nil {
		return err
	}
	return k.dropExchanges(ctx, m.Id)
}
