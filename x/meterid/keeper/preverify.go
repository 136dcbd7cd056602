package keeper

import (
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// preverifyDecorator verifies the signatures of batches while a transaction waits in the mempool, so that delivering it
// only looks the outcome up. It belongs behind the decorators that verify the transaction's signature and deduct its fee.
//
// It is no rule: the message server judges everything again. It refuses only a batch that the message server
// would refuse by its size. A batch that the gas of its transaction does not pay for is not verified, so that no sender gets
// thousands of signatures verified for free.
type preverifyDecorator struct {
	keeper *Keeper
}

// NewPreverifyDecorator returns the decorator for the ante handler.
func NewPreverifyDecorator(k *Keeper) sdk.AnteDecorator { return preverifyDecorator{k} }

// AnteHandle works in CheckTx only: delivery verifies on a miss.
func (d preverifyDecorator) AnteHandle(ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler) (sdk.Context, error) {
	if !ctx.IsCheckTx() || ctx.IsReCheckTx() || simulate {
		return next(ctx, tx, simulate)
	}
	gas := ctx.GasMeter().GasRemaining()
	for _, msg := range tx.GetMsgs() {
		if err := d.preverify(ctx, msg, &gas); err != nil {
			return ctx, err
		}
	}
	return next(ctx, tx, simulate)
}

// preverify looks into messages that carry others (as those of authz do) one level deep.
func (d preverifyDecorator) preverify(ctx sdk.Context, msg sdk.Msg, gas *uint64) error {
	if batch, ok := msg.(*types.MsgSubmitReadings); ok {
		return d.verifyBatch(ctx, batch, gas)
	}
	carrier, ok := msg.(interface{ GetMessages() ([]sdk.Msg, error) })
	if !ok {
		return nil
	}
	inner, err := carrier.GetMessages()
	if err != nil {
		return nil //nolint:nilerr // the message server reports the error
	}
	for _, msg := range inner {
		if batch, ok := msg.(*types.MsgSubmitReadings); ok {
			if err := d.verifyBatch(ctx, batch, gas); err != nil {
				return err
			}
		}
	}
	return nil
}

// verifyBatch verifies a batch if the rest of the gas pays for it.
func (d preverifyDecorator) verifyBatch(ctx sdk.Context, msg *types.MsgSubmitReadings, gas *uint64) error {
	// The price is that of the message server: it is not charged twice.
	ctx = ctx.WithGasMeter(storetypes.NewInfiniteGasMeter())
	params, err := d.keeper.params.Get(ctx)
	if err != nil {
		return err
	}
	if err := msg.Validate(params.MaxReadingsPerBatch); err != nil {
		return err
	}
	price := params.GasPerReading * uint64(len(msg.Readings))
	if *gas < price {
		return nil
	}
	*gas -= price
	gateway, err := d.keeper.ReadAddress("gateway", msg.Gateway)
	if err != nil {
		return err
	}
	signed, err := d.keeper.signedBatch(ctx, ctx.ChainID(), gateway.Bytes, msg.Readings)
	if err != nil {
		return err
	}
	d.keeper.verify(ctx, signed)
	return nil
}
