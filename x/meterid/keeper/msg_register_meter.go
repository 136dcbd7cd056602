package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// RegisterMeter certifies a device. Its readings count once its owner has activated it.
func (s msgServer) RegisterMeter(goCtx context.Context, msg *types.MsgRegisterMeter) (*types.MsgRegisterMeterResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	issuer, err := s.ReadAddress("issuer", msg.Issuer)
	if err != nil {
		return nil, err
	}
	owner, err := s.ReadAddress("owner", msg.Owner)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	certifier, err := s.activeIssuer(ctx, issuer)
	if err != nil {
		return nil, err
	}
	if err := s.serialInUse(ctx, issuer, msg.Serial); err != nil {
		return nil, err
	}
	if err := s.keyInUse(ctx, msg.PublicKey); err != nil {
		return nil, err
	}
	chainID := ctx.ChainID()

	// decide
	if !certifier.Certifies(msg.Medium) {
		return nil, types.ErrMediumNotCertified.Wrapf("expected one of %s, got %s", certifier.Media, msg.Medium)
	}
	message, err := reading.Registration{
		ChainID: chainID,
		Issuer:  issuer.Bytes,
		Serial:  msg.Serial,
		KeyType: uint8(msg.PublicKey.Scheme()),
		Key:     msg.PublicKey.Key,
	}.AppendBytes(nil)
	if err != nil {
		return nil, types.ErrBadPossession.Wrap(err.Error())
	}
	if !possession(msg.PublicKey, message, msg.PossessionSignature) {
		return nil, types.ErrBadPossession.Wrapf("expected a signature of the device over %x", message)
	}
	meter := types.Meter{
		Serial:                  msg.Serial,
		Medium:                  msg.Medium,
		Direction:               msg.Direction,
		Owner:                   owner.Text,
		Issuer:                  issuer.Text,
		PublicKey:               msg.PublicKey,
		KeyVersion:              1,
		RegisterUnitNumerator:   msg.RegisterUnitNumerator,
		RegisterUnitDenominator: msg.RegisterUnitDenominator,
		RegisterDigits:          msg.RegisterDigits,
		MaxRatePerHour:          msg.MaxRatePerHour,
		Status:                  types.METER_STATUS_REGISTERED,
	}

	// apply
	if meter.Id, err = s.nextMeter.Next(ctx); err != nil {
		return nil, err
	}
	if err := s.insertMeter(ctx, meter, issuer, owner); err != nil {
		return nil, err
	}
	return &types.MsgRegisterMeterResponse{Meter: meter.Id},
		ctx.EventManager().EmitTypedEvent(&types.EventMeterRegistered{
			Meter: meter.Id, Serial: meter.Serial, Issuer: meter.Issuer, Owner: meter.Owner,
		})
}
