package keeper

import (
	"context"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// SubmitReadings judges each reading of a batch, moves the registers on and hands what was accepted to the modules.
// A reading that is not accepted changes nothing: the next good one carries the whole amount.
func (s msgServer) SubmitReadings(goCtx context.Context, msg *types.MsgSubmitReadings) (*types.MsgSubmitReadingsResponse, error) {
	// load
	metered := sdk.UnwrapSDKContext(goCtx)
	// The price of a batch is its number of readings, whatever becomes of them: it is known before it is sent.
	ctx := metered.WithGasMeter(storetypes.NewInfiniteGasMeter())
	gateway, err := s.ReadAddress("gateway", msg.Gateway)
	if err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(params.MaxReadingsPerBatch); err != nil {
		return nil, err
	}
	metered.GasMeter().ConsumeGas(params.GasPerReading*uint64(len(msg.Readings)), "meter readings")
	signed, err := s.signedBatch(ctx, ctx.ChainID(), gateway.Bytes, msg.Readings)
	if err != nil {
		return nil, err
	}

	// apply: the registers of a page are judged while it is loaded
	now := ctx.BlockTime().Unix()
	b := newBatch(msg.Readings, signed.meters, s.verify(ctx, signed), windowAt(now, params), now,
		func(meter uint64) (types.QuarantinedReading, error) { return s.waiting(ctx, meter) })
	if err := s.registers.UpdateMany(ctx, pages.None{}, b.numbers, b.update); err != nil {
		return nil, err
	}
	for _, w := range b.waiting {
		if err := s.setWaiting(ctx, w.reading, w.waits); err != nil {
			return nil, err
		}
	}
	if err := s.deliver(ctx, b); err != nil {
		return nil, err
	}
	response := b.response()
	return response, ctx.EventManager().EmitTypedEvent(&types.EventReadingsSubmitted{
		Gateway: gateway.Text, Accepted: response.Accepted, Duplicate: response.Duplicate,
		Quarantined: response.Quarantined, Rejected: response.Rejected,
	})
}
