package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// AcceptTransfer makes the signer the owner. The amounts up to the closing registers are the old owner's.
func (s msgServer) AcceptTransfer(goCtx context.Context, msg *types.MsgAcceptTransfer) (*types.MsgAcceptTransferResponse, error) {
	// load
	ctx, newOwner, before, err := s.ofSigner(goCtx, "new_owner", msg.NewOwner, msg)
	if err != nil {
		return nil, err
	}
	pending, err := s.pendingTransfer(ctx, before.Id)
	if err != nil {
		return nil, err
	}
	if err := s.expectActing(ctx, before, pending.Issuer); err != nil {
		return nil, err
	}
	oldOwner, err := s.ReadAddress("owner", before.Owner)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	if pending.NewOwner != newOwner.Text {
		return nil, types.ErrNotNewOwner.Wrapf("meter %d: expected %s, got %s", before.Id, pending.NewOwner, newOwner.Text)
	}
	if pending.Closing != msg.Closing {
		return nil, types.ErrChanged.Wrapf("meter %d: closing: expected %s, as proposed, got %s", before.Id, pending.Closing.Describe(), msg.Closing.Describe())
	}
	if before.KeyVersion != msg.KeyVersion {
		return nil, types.ErrChanged.Wrapf("meter %d: key_version: expected %d, got %d", before.Id, before.KeyVersion, msg.KeyVersion)
	}
	if now < pending.AcceptableAt {
		return nil, types.ErrVetoOpen.Wrapf("meter %d: expected acceptance from %s, or the consent of %s, got it at %s",
			before.Id, check.Moment(pending.AcceptableAt), before.Owner, check.Moment(now))
	}
	if err := notExpired(before.Id, pending.ExpiresAt, now); err != nil {
		return nil, err
	}
	if err := expectInService(before); err != nil {
		return nil, err
	}
	after := before
	after.Owner = newOwner.Text

	// apply
	if _, err := s.applyClosing(ctx, before, pending.Closing); err != nil {
		return nil, err
	}
	if err := s.moveToOwner(ctx, after, oldOwner, newOwner); err != nil {
		return nil, err
	}
	if err := s.pendingTransfers.Remove(ctx, before.Id); err != nil {
		return nil, err
	}
	if err := s.dropKeyOf(ctx, before.Id); err != nil { // the new owner had no time to veto it
		return nil, err
	}
	if err := s.dropRequests(ctx, before.Id); err != nil {
		return nil, err
	}
	if before.IsBound() {
		sink, err := s.sink(before.Binding.Module)
		if err != nil {
			return nil, err
		}
		if err := sink.MeterTransferred(ctx, before, after); err != nil {
			return nil, err
		}
	}
	return &types.MsgAcceptTransferResponse{},
		ctx.EventManager().EmitTypedEvent(&types.EventMeterTransferred{
			Meter: before.Id, OldOwner: before.Owner, NewOwner: after.Owner,
		})
}

func (k *Keeper) moveToOwner(ctx context.Context, m types.Meter, from, to Address) error {
	if err := k.owners.Remove(ctx, collections.Join(from.Bytes, m.Id)); err != nil {
		return err
	}
	if err := k.owners.Set(ctx, collections.Join(to.Bytes, m.Id)); err != nil {
		return err
	}
	return k.meters.Set(ctx, m.Id, m)
}
