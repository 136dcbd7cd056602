package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// ActivateMeter accepts a meter as its owner. From the opening registers on, readings count; the device signs them, since its owner would
// gain by lower ones.
func (s msgServer) ActivateMeter(goCtx context.Context, msg *types.MsgActivateMeter) (*types.MsgActivateMeterResponse, error) {
	// load
	ctx, meter, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	certifier, err := s.ReadAddress("issuer", meter.Issuer)
	if err != nil {
		return nil, err
	}
	if _, err := s.activeIssuer(ctx, certifier); err != nil { // what a revoked issuer registered is not activated by a successor either
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	w := windowAt(ctx.BlockTime().Unix(), params)
	chainID := ctx.ChainID()

	// decide
	if err := expectStatus(meter, types.METER_STATUS_REGISTERED); err != nil {
		return nil, err
	}
	if err := w.check("opening", msg.Opening.Time); err != nil {
		return nil, err
	}
	if err := meter.CheckDigits("opening", msg.Opening); err != nil {
		return nil, err
	}
	signed, err := appendReading(nil, chainID, meter.Id, meter.KeyVersion, msg.Opening)
	if err != nil {
		return nil, err
	}
	if !possession(meter.PublicKey, signed, msg.Signature) {
		return nil, types.ErrBadPossession.Wrapf("meter %d: opening: expected a signature of the device over %x", meter.Id, signed)
	}

	// apply
	meter.Status = types.METER_STATUS_ACTIVE
	if err := s.meters.Set(ctx, meter.Id, meter); err != nil {
		return nil, err
	}
	if err := s.setRecord(ctx, meter.Id, record{Registers: msg.Opening}); err != nil {
		return nil, err
	}
	return &types.MsgActivateMeterResponse{},
		ctx.EventManager().EmitTypedEvent(&types.EventMeterActivated{Meter: meter.Id, Opening: msg.Opening})
}
