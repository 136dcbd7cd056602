package types

// Stateless checks of the messages, called from the message server. Addresses are decoded there, with the codec of the
// chain. What is signed is checked there too.

// Validate checks what needs no state.
func (m *MsgAuthorizeIssuer) Validate() error {
	if err := checkText("name", m.Name, 1, MaxNameBytes); err != nil {
		return err
	}
	return checkMedia(m.Media)
}

// Validate checks what needs no state.
func (m *MsgUpdateParams) Validate() error { return m.Params.Validate() }

// Validate checks what needs no state.
func (m *MsgRegisterMeter) Validate() error {
	if err := checkText("serial", m.Serial, 1, MaxNameBytes); err != nil {
		return err
	}
	if err := checkMedium(m.Medium); err != nil {
		return err
	}
	if err := checkDirection(m.Direction); err != nil {
		return err
	}
	if err := checkNumber("register_unit", m.RegisterUnit, 1, MaxRegisterUnit); err != nil {
		return err
	}
	if err := checkNumber("max_rate_per_hour", m.MaxRatePerHour, 1, MaxRatePerHour); err != nil {
		return err
	}
	if err := m.PublicKey.Validate(); err != nil {
		return err
	}
	return checkSignature("possession_signature", m.PossessionSignature)
}

// Validate checks what needs no state.
func (m *MsgActivateMeter) Validate() error {
	if err := checkMeterNumber("meter", m.Meter); err != nil {
		return err
	}
	return m.Opening.Validate("opening")
}

// Validate checks what needs no state but the parameter.
func (m *MsgSubmitReadings) Validate(maxReadings uint32) error {
	if n := len(m.Readings); n == 0 || uint64(n) > uint64(maxReadings) {
		return ErrBatchSize.Wrapf("expected 1 to %d readings, got %d", maxReadings, n)
	}
	return nil
}

// Validate checks what needs no state.
func (m *MsgReleaseReading) Validate() error { return checkMeterNumber("meter", m.Meter) }

// Validate checks what needs no state.
func (m *MsgRotateKey) Validate() error {
	if err := checkMeterNumber("meter", m.Meter); err != nil {
		return err
	}
	if err := m.NewKey.Validate(); err != nil {
		return err
	}
	if err := checkSignature("possession_signature", m.PossessionSignature); err != nil {
		return err
	}
	if len(m.OldKeySignature) == 0 {
		return nil
	}
	return checkSignature("old_key_signature", m.OldKeySignature)
}

// Validate checks what needs no state.
func (m *MsgVetoKeyRotation) Validate() error { return checkMeterNumber("meter", m.Meter) }

// Validate checks what needs no state.
func (m *MsgReplaceMeter) Validate() error {
	if err := checkMeterNumber("meter", m.Meter); err != nil {
		return err
	}
	if err := checkMeterNumber("new_meter", m.NewMeter); err != nil {
		return err
	}
	if m.Meter == m.NewMeter {
		return ErrMetersDiffer.Wrapf("expected two meters, got %d twice", m.Meter)
	}
	if err := m.Closing.Validate("closing"); err != nil {
		return err
	}
	if err := m.Opening.Validate("opening"); err != nil {
		return err
	}
	if m.Opening.Time < m.Closing.Time {
		return ErrTimeOutOfRange.Wrapf("opening: expected a time from that of closing, %d, got %d", m.Closing.Time, m.Opening.Time)
	}
	return nil
}

// Validate checks what needs no state.
func (m *MsgAcceptReplacement) Validate() error { return checkMeterNumber("meter", m.Meter) }

// Validate checks what needs no state.
func (m *MsgTransferMeter) Validate() error {
	if err := checkMeterNumber("meter", m.Meter); err != nil {
		return err
	}
	return m.Closing.Validate("closing")
}

// Validate checks what needs no state.
func (m *MsgAcceptTransfer) Validate() error { return checkMeterNumber("meter", m.Meter) }

// Validate checks what needs no state.
func (m *MsgSuspendMeter) Validate() error {
	if err := checkMeterNumber("meter", m.Meter); err != nil {
		return err
	}
	return checkText("reason", m.Reason, 0, MaxReasonBytes)
}

// Validate checks what needs no state.
func (m *MsgResumeMeter) Validate() error { return checkMeterNumber("meter", m.Meter) }

// Validate checks what needs no state.
func (m *MsgRetireMeter) Validate() error { return checkMeterNumber("meter", m.Meter) }

// Validate checks what needs no state.
func (m *MsgAttestClaim) Validate() error {
	if err := checkMeterNumber("meter", m.Meter); err != nil {
		return err
	}
	return m.Claim().Validate()
}

// Claim is the claim as the message words it, without its issuer.
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

// Validate checks what needs no state.
func (m *MsgRevokeClaim) Validate() error {
	if err := checkMeterNumber("meter", m.Meter); err != nil {
		return err
	}
	if _, known := ClaimType_name[int32(m.Type)]; !known || m.Type == CLAIM_TYPE_UNSPECIFIED {
		return ErrInvalidClaim.Wrapf("type: expected 1 to %d, got %d", len(ClaimType_name)-1, int32(m.Type))
	}
	return checkTime("valid_from", m.ValidFrom)
}

// Validate checks what needs no state.
func (m *MsgRetryDue) Validate() error {
	if err := checkMeterNumber("meter", m.Meter); err != nil {
		return err
	}
	if m.Kind != KindRotateKey {
		return invalid("kind: expected %d, got %d", KindRotateKey, m.Kind)
	}
	return nil
}
