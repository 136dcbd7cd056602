package types

import "github.com/utilityd/utilityd/x/internal/check"

// Stateless checks of the messages, called from the message server. Addresses are decoded there, with the codec of the
// chain. Signatures are checked there too.

// Validate checks the message without state.
func (m *MsgAuthorizeIssuer) Validate() error {
	return check.All(check.Text("name", m.Name, 1, MaxNameBytes), checkMedia(m.Media))
}

// Validate checks the message without state.
func (m *MsgUpdateParams) Validate() error { return m.Params.Validate() }

// Validate checks the message without state.
func (m *MsgRegisterMeter) Validate() error {
	return check.All(
		check.Text("serial", m.Serial, 1, MaxNameBytes),
		checkMedium(m.Medium),
		checkDirection(m.Direction),
		check.Range("register_unit_numerator", m.RegisterUnitNumerator, 1, MaxRegisterUnit),
		check.Range("register_unit_denominator", m.RegisterUnitDenominator, 1, MaxRegisterUnit),
		check.Range("register_digits", uint64(m.RegisterDigits), 0, MaxRegisterDigits),
		check.Range("max_rate_per_hour", m.MaxRatePerHour, 1, MaxRatePerHour),
		m.PublicKey.Validate(),
		check.Bytes("possession_signature", m.PossessionSignature, SignatureBytes),
	)
}

// Validate checks the message without state.
func (m *MsgActivateMeter) Validate() error {
	return check.All(
		checkMeterNumber("meter", m.Meter),
		m.Opening.Validate("opening"),
		check.Bytes("signature", m.Signature, SignatureBytes),
	)
}

// Validate checks the message without state, except the parameter.
func (m *MsgSubmitReadings) Validate(maxReadings uint32) error {
	if n := len(m.Readings); n == 0 || uint64(n) > uint64(maxReadings) {
		return ErrBatchSize.Wrapf("expected 1 to %d readings, got %d", maxReadings, n)
	}
	return nil
}

// Validate checks the message without state.
func (m *MsgReleaseReading) Validate() error {
	return check.All(checkMeterNumber("meter", m.Meter), m.Registers.Validate("registers"))
}

// Validate checks the message without state.
func (m *MsgRotateKey) Validate() error {
	if err := check.All(
		checkMeterNumber("meter", m.Meter),
		m.NewKey.Validate(),
		check.Bytes("possession_signature", m.PossessionSignature, SignatureBytes),
	); err != nil {
		return err
	}
	if len(m.OldKeySignature) == 0 {
		return nil
	}
	return check.Bytes("old_key_signature", m.OldKeySignature, SignatureBytes)
}

// Validate checks the message without state.
func (m *MsgDropPending) Validate() error {
	return check.All(checkMeterNumber("meter", m.Meter), check.Enum("kind", ProposalKind_name, m.Kind))
}

// Validate checks the message without state.
func (m *MsgReplaceMeter) Validate() error {
	if err := check.All(checkMeterNumber("meter", m.Meter), checkMeterNumber("new_meter", m.NewMeter)); err != nil {
		return err
	}
	if m.Meter == m.NewMeter {
		return ErrMetersDiffer.Wrapf("expected two meters, got %d twice", m.Meter)
	}
	if err := check.All(m.Closing.Validate("closing"), m.Opening.Validate("opening")); err != nil {
		return err
	}
	return checkSuccession(m.Closing, m.Opening)
}

// checkSuccession refuses an opening before the closing.
func checkSuccession(closing, opening Registers) error {
	if opening.Time < closing.Time {
		return ErrTimeOutOfRange.Wrapf("opening: expected a time from that of closing, %d, got %d", closing.Time, opening.Time)
	}
	return nil
}

// Validate checks the message without state.
func (m *MsgAcceptReplacement) Validate() error {
	return check.All(
		checkMeterNumber("meter", m.Meter), checkMeterNumber("new_meter", m.NewMeter),
		m.Closing.Validate("closing"), m.Opening.Validate("opening"),
	)
}

// Validate checks the message without state.
func (m *MsgTransferMeter) Validate() error {
	return check.All(checkMeterNumber("meter", m.Meter), m.Closing.Validate("closing"))
}

// Validate checks the message without state.
func (m *MsgConsentToTransfer) Validate() error {
	return check.All(checkMeterNumber("meter", m.Meter), m.Closing.Validate("closing"))
}

// Validate checks the message without state.
func (m *MsgAcceptTransfer) Validate() error {
	return check.All(checkMeterNumber("meter", m.Meter), m.Closing.Validate("closing"))
}

// Validate checks the message without state.
func (m *MsgRebaseRegisters) Validate() error {
	if err := check.All(
		checkMeterNumber("meter", m.Meter),
		m.Closing.Validate("closing"),
		m.Opening.Validate("opening"),
	); err != nil {
		return err
	}
	return checkSuccession(m.Closing, m.Opening)
}

// Validate checks the message without state.
func (m *MsgSuspendMeter) Validate() error {
	return check.All(checkMeterNumber("meter", m.Meter), check.Text("reason", m.Reason, 0, MaxReasonBytes))
}

// Validate checks the message without state.
func (m *MsgResumeMeter) Validate() error { return checkMeterNumber("meter", m.Meter) }

// Validate checks the message without state.
func (m *MsgRetireMeter) Validate() error { return checkMeterNumber("meter", m.Meter) }

// Validate checks the message without state.
func (m *MsgAttestClaim) Validate() error {
	if err := checkMeterNumber("meter", m.Meter); err != nil {
		return err
	}
	return m.Claim().Validate()
}

// Claim returns the claim of the message, without its issuer.
func (m *MsgAttestClaim) Claim() Claim {
	return Claim{
		Type:         m.Type,
		Occupants:    m.Occupants,
		ServicePoint: m.ServicePoint,
		Renewable:    m.Renewable,
		ValidFrom:    m.ValidFrom,
		ValidUntil:   m.ValidUntil,
	}
}

// Validate checks the message without state.
func (m *MsgRevokeClaim) Validate() error {
	if err := checkMeterNumber("meter", m.Meter); err != nil {
		return err
	}
	if _, known := ClaimType_name[int32(m.Type)]; !known || m.Type == CLAIM_TYPE_UNSPECIFIED {
		return ErrInvalidClaim.Wrapf("type: expected 1 to %d, got %d", len(ClaimType_name)-1, int32(m.Type))
	}
	return check.Time("valid_from", m.ValidFrom)
}
