package keeper

import (
	"context"
	"errors"
	"math"

	errorsmod "cosmossdk.io/errors"

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
	message, err := rotationBytes(ctx.ChainID(), meter, msg.NewKey)
	if err != nil {
		return nil, err
	}
	if !possession(msg.NewKey, message, msg.PossessionSignature) {
		return nil, types.ErrBadPossession.Wrapf("expected a signature of the new key over %x", message)
	}
	at, byIssuer := ctx.BlockTime().Unix(), len(msg.OldKeySignature) == 0
	if byIssuer {
		delay, err := s.delayOfIssuer(ctx, meter, signer)
		if err != nil {
			return nil, err
		}
		at += delay
	}

	// decide
	if !byIssuer {
		if err := mayHandOver(meter, message, msg.OldKeySignature); err != nil {
			return nil, err
		}
	}

	// apply
	if byIssuer {
		err = s.proposeKey(ctx, types.PendingKey{Meter: meter.Id, PublicKey: msg.NewKey, EffectiveAt: at, Issuer: signer.Text})
	} else {
		err = s.handOver(ctx, meter, msg.NewKey)
	}
	if err != nil {
		return nil, err
	}
	return &types.MsgRotateKeyResponse{EffectiveAt: at}, nil
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

// delayOfIssuer is how long a key waits that the issuer sets without a signature of the old one.
func (s msgServer) delayOfIssuer(ctx context.Context, meter types.Meter, signer Address) (int64, error) {
	if err := s.expectActing(ctx, meter, signer.Text); err != nil {
		return 0, errorsmod.Wrap(err, "without a signature of the old key")
	}
	params, err := s.params.Get(ctx)
	return params.Veto(), err
}

// mayHandOver refuses a hand-over that the old key has not signed. A suspended meter may have been stolen with its key: only its
// issuer rotates that.
func mayHandOver(meter types.Meter, message, sig []byte) error {
	if err := expectStatus(meter, types.METER_STATUS_ACTIVE); err != nil {
		return err
	}
	if !possession(meter.PublicKey, message, sig) {
		return types.ErrBadOldKeySignature.Wrapf("expected a signature of key %d over %x", meter.KeyVersion, message)
	}
	return nil
}

// handOver sets the new key at once.
func (s msgServer) handOver(ctx sdk.Context, meter types.Meter, key types.PublicKey) error {
	if err := s.reserveKey(ctx, key, meter.Id); err != nil {
		return err
	}
	meter, err := s.setKey(ctx, meter, key)
	if err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(types.NewEventKeyRotated(meter))
}

// proposeKey schedules the new key, which the owner may veto until then.
func (s msgServer) proposeKey(ctx sdk.Context, pending types.PendingKey) error {
	if err := s.setPendingKey(ctx, pending); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventKeyRotationProposed{
		Meter: pending.Meter, EffectiveAt: pending.EffectiveAt,
	})
}
