package types

// Stateless checks of the messages, called from the message server. Addresses are decoded there, with the codec of the
// chain.

// Validate checks what needs no state. The parameters bound it further.
func (m *MsgCreateCommunity) Validate() error {
	if err := checkName(m.Name); err != nil {
		return err
	}
	if err := checkEpochSeconds(m.EpochSeconds); err != nil {
		return err
	}
	if err := checkGrace(m.GraceSeconds); err != nil {
		return err
	}
	if err := checkKey(m.Key); err != nil {
		return err
	}
	if err := checkResidual(m.Residual); err != nil {
		return err
	}
	if err := checkDenom(m.PaymentDenom); err != nil {
		return err
	}
	if err := checkPrice(m.PricePerKwh); err != nil {
		return err
	}
	return checkNumber("max_members", m.MaxMembers, MinMembers, MaxMembers)
}

// Validate checks what needs no state. The parameters bound it further.
func (m *MsgUpdateCommunity) Validate() error {
	if err := checkCommunityNumber(m.Community); err != nil {
		return err
	}
	if err := checkName(m.Name); err != nil {
		return err
	}
	if err := checkGrace(m.GraceSeconds); err != nil {
		return err
	}
	if err := checkKey(m.Key); err != nil {
		return err
	}
	if err := checkResidual(m.Residual); err != nil {
		return err
	}
	if err := checkPrice(m.PricePerKwh); err != nil {
		return err
	}
	return checkNumber("max_members", m.MaxMembers, MinMembers, MaxMembers)
}

// Validate checks what needs no state.
func (m *MsgPauseCommunity) Validate() error { return checkCommunityNumber(m.Community) }

// Validate checks what needs no state.
func (m *MsgResumeCommunity) Validate() error { return checkCommunityNumber(m.Community) }

// Validate checks what needs no state.
func (m *MsgCloseCommunity) Validate() error { return checkCommunityNumber(m.Community) }

// Validate checks what needs no state.
func (m *MsgTransferAdmin) Validate() error { return checkCommunityNumber(m.Community) }

// Validate checks what needs no state.
func (m *MsgAcceptAdmin) Validate() error { return checkCommunityNumber(m.Community) }

// Validate checks what needs no state.
func (m *MsgJoinCommunity) Validate() error {
	if err := checkCommunityNumber(m.Community); err != nil {
		return err
	}
	return checkMeterNumber(m.Meter)
}

// Validate checks what needs no state.
func (m *MsgApproveMember) Validate() error {
	if err := checkCommunityNumber(m.Community); err != nil {
		return err
	}
	if err := checkMeterNumber(m.Meter); err != nil {
		return err
	}
	return checkStaticWeight(m.StaticWeight)
}

// Validate checks what needs no state.
func (m *MsgLeaveCommunity) Validate() error { return checkPlace(m.Community, m.Slot) }

// Validate checks what needs no state.
func (m *MsgRemoveMember) Validate() error { return checkPlace(m.Community, m.Slot) }

// Validate checks what needs no state.
func (m *MsgSetStaticWeight) Validate() error {
	if err := checkPlace(m.Community, m.Slot); err != nil {
		return err
	}
	return checkStaticWeight(m.StaticWeight)
}

// Validate checks what needs no state.
func (m *MsgDeposit) Validate() error {
	if err := checkPlace(m.Community, m.Slot); err != nil {
		return err
	}
	return checkAmount(m.Amount)
}

// Validate checks what needs no state.
func (m *MsgWithdraw) Validate() error {
	if err := checkPlace(m.Community, m.Slot); err != nil {
		return err
	}
	return checkAmount(m.Amount)
}

// Validate checks what needs no state. More than the carried deficit is refused later.
func (m *MsgCompensateMember) Validate() error {
	if err := checkPlace(m.Community, m.Slot); err != nil {
		return err
	}
	return checkAtLeast("energy_wh", m.EnergyWh, 1)
}

// Validate checks what needs no state.
func (m *MsgRetrySettlement) Validate() error { return checkCommunityNumber(m.Community) }

// Validate checks what needs no state.
func (m *MsgUpdateParams) Validate() error { return m.Params.Validate() }

func checkPlace(community, slot uint64) error {
	if err := checkCommunityNumber(community); err != nil {
		return err
	}
	return checkSlot(slot)
}
