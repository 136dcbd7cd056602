package keeper

import (
	"errors"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Work returns the handler of the block work of meters.
func (k *Keeper) Work() queue.Handler {
	return queue.Handler{Kinds: types.KindNames, Do: k.handle}
}

// handle runs one due item.
func (k *Keeper) handle(ctx sdk.Context, it queue.Item, _ *queue.Budget) (done bool, err error) {
	if it.Kind != types.KindRotateKey {
		return false, fmt.Errorf("expected work of kind %d, got %d", types.KindRotateKey, it.Kind)
	}
	return true, k.rotateKey(ctx, it.Record)
}

// rotateKey makes the pending key of a meter its key, if the issuer that proposed it still acts for the meter.
func (k *Keeper) rotateKey(ctx sdk.Context, id uint64) error {
	meter, err := k.Meter(ctx, id)
	if err != nil {
		return err
	}
	pending, err := k.pendingKey(ctx, id)
	if err != nil {
		return err
	}
	switch err := k.expectActing(ctx, meter, pending.Issuer); {
	case errors.Is(err, types.ErrIssuerInactive), errors.Is(err, types.ErrNotIssuer): // it was revoked meanwhile
		if err := k.dropPendingKey(ctx, pending); err != nil {
			return err
		}
		return ctx.EventManager().EmitTypedEvent(&types.EventProposalDropped{Meter: id, Kind: types.PROPOSAL_KIND_KEY})
	case err != nil:
		return err
	}
	if err := k.pendingKeys.Remove(ctx, id); err != nil {
		return err
	}
	meter, err = k.setKey(ctx, meter, pending.PublicKey)
	if err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(types.NewEventKeyRotated(meter))
}
