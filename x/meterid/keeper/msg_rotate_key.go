package keeper

import (
	"context"
	"errors"
	"math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// RotateKey gives a meter a new key: at once if the old key signs, after a delay, in which the owner may veto, if the issuer
// does.
func (s msgServer) RotateKey(goCtx context.Context, msg *types.MsgRotateKey) (*types.MsgRotateKeyResponse, error) {
	// load
	ctx, signer, meter, err := s.ofSigner(goCtx, "signer", msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	if err := s.mayRotate(ctx, meter, msg.NewKey); err != nil {
		return nil, err
	}

	// decide
	message, err := rotationBytes(ctx, meter, msg.NewKey)
	if err != nil {
		return nil, err
	}
	if !possession(msg.NewKey, message, msg.PossessionSignature) {
		return nil, types.ErrBadPossession.Wrapf("expected a signature of the new key over %x", message)
	}
	if len(msg.OldKeySignature) == 0 {
		return s.proposeKey(ctx, meter, signer, msg.NewKey)
	}
	return s.handOver(ctx, meter, msg, message)
}

// mayRotate refuses what neither the old key nor the issuer may do.
func (s msgServer) mayRotate(ctx context.Context, meter types.Meter, key types.PublicKey) error {
	if err := expectLive(meter); err != nil {
		return err
	}
	if meter.KeyVersion == math.MaxUint32 {
		return types.ErrInvalidKey.Wrapf("meter %d: expected a key version below %d", meter.Id, uint32(math.MaxUint32))
	}
	switch _, err := s.pendingKey(ctx, meter.Id); {
	case err == nil:
		return types.ErrKeyPending.Wrapf("meter %d: expected no key that waits for its time: its owner may veto it", meter.Id)
	case !errors.Is(err, types.ErrNoKeyPending):
		return err
	}
	return s.keyInUse(ctx, key)
}

// handOver sets a key that the old one has signed for. A suspended meter may have been stolen with its key: only its issuer
// rotates that.
func (s msgServer) handOver(
	ctx sdk.Context, meter types.Meter, msg *types.MsgRotateKey, message []byte,
) (*types.MsgRotateKeyResponse, error) {
	// decide
	if err := expectStatus(meter, types.METER_STATUS_ACTIVE); err != nil {
		return nil, err
	}
	if !possession(meter.PublicKey, message, msg.OldKeySignature) {
		return nil, types.ErrBadOldKeySignature.Wrapf("expected a signature of key %d over %x", meter.KeyVersion, message)
	}

	// apply
	if err := s.reserveKey(ctx, msg.NewKey, meter.Id); err != nil {
		return nil, err
	}
	meter, err := s.setKey(ctx, meter, msg.NewKey)
	if err != nil {
		return nil, err
	}
	return &types.MsgRotateKeyResponse{EffectiveAt: ctx.BlockTime().Unix()},
		ctx.EventManager().EmitTypedEvent(types.NewEventKeyRotated(meter))
}

// proposeKey has a key of the issuer set after the delay.
func (s msgServer) proposeKey(
	ctx sdk.Context, meter types.Meter, signer account, key types.PublicKey,
) (*types.MsgRotateKeyResponse, error) {
	// load
	if meter.Issuer != signer.Text {
		return nil, types.ErrNotIssuer.Wrapf("meter %d: expected %s or a signature of the old key, got %s", meter.Id, meter.Issuer, signer.Text)
	}
	if _, err := s.activeIssuer(ctx, signer); err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}

	// decide
	pending := types.PendingKey{
		Meter:       meter.Id,
		PublicKey:   key,
		EffectiveAt: ctx.BlockTime().Unix() + params.KeyRotationDelay(),
	}

	// apply
	if err := s.setPendingKey(ctx, pending); err != nil {
		return nil, err
	}
	return &types.MsgRotateKeyResponse{EffectiveAt: pending.EffectiveAt},
		ctx.EventManager().EmitTypedEvent(&types.EventKeyRotationProposed{
			Meter: pending.Meter, EffectiveAt: pending.EffectiveAt,
		})
}
