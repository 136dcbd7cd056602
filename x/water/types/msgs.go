package types

// Stateless checks of the messages, called from the message server. Addresses are decoded there, with the codec of the
// chain.

// Validate checks what needs no state. The parameters bound it further.
func (m *MsgCreateArea) Validate() error {
	if err := checkPaymentDenom(m.PaymentDenom); err != nil {
		return err
	}
	if err := checkSpans(m.PeriodSeconds, m.EnrolmentSeconds); err != nil {
		return err
	}
	return rules{
		name: m.Name, fee: m.FeePerPerson, lifeline: m.LifelineLitresPerPersonDay, capDays: m.LifelineDaysCap,
		reserve: m.LifelineReserveDays, seconds: m.AuctionSeconds, valve: m.ValvePolicy, sellReserve: m.ReserveDays,
		basePrice: m.BasePrice,
	}.check()
}

// Validate checks what needs no state.
func (m *MsgUpdateArea) Validate() error {
	if err := checkAreaNumber(m.Area); err != nil {
		return err
	}
	return rules{
		name: m.Name, fee: m.FeePerPerson, lifeline: m.LifelineLitresPerPersonDay, capDays: m.LifelineDaysCap,
		reserve: m.LifelineReserveDays, seconds: m.AuctionSeconds, valve: m.ValvePolicy, sellReserve: m.ReserveDays,
		basePrice: m.BasePrice,
	}.check()
}

// Validate checks what needs no state.
func (m *MsgCloseArea) Validate() error { return checkAreaNumber(m.Area) }

// Validate checks what needs no state.
func (m *MsgTransferAdmin) Validate() error { return checkAreaNumber(m.Area) }

// Validate checks what needs no state.
func (m *MsgAcceptAdmin) Validate() error { return checkAreaNumber(m.Area) }

// Validate checks what needs no state. More capacity than the area can have is refused later.
func (m *MsgProposeSource) Validate() error {
	if err := checkAreaNumber(m.Area); err != nil {
		return err
	}
	if err := checkMeterNumber(m.Meter); err != nil {
		return err
	}
	if err := checkEnum("class", SourceClass_name, int32(m.Class)); err != nil {
		return err
	}
	if err := checkNumber("capacity_litres", m.CapacityLitres, 1, MaxCapacity); err != nil {
		return err
	}
	return checkNumber("remuneration", m.Remuneration, 0, MaxPrice)
}

// Validate checks what needs no state.
func (m *MsgAcceptSource) Validate() error { return checkPlace(m.Area, m.Source) }

// Validate checks what needs no state.
func (m *MsgRemoveSource) Validate() error { return checkPlace(m.Area, m.Source) }

// Validate checks what needs no state. More than the stock is refused later.
func (m *MsgReportLoss) Validate() error {
	if err := checkPlace(m.Area, m.Source); err != nil {
		return err
	}
	if err := checkAtLeast("litres", m.Litres, 1); err != nil {
		return err
	}
	if len(m.EvidenceHash) != EvidenceBytes {
		return invalid("evidence_hash: expected %d bytes, got %d", EvidenceBytes, len(m.EvidenceHash))
	}
	return nil
}

// Validate checks what needs no state. An end in the past is refused later.
func (m *MsgApproveMeter) Validate() error {
	if err := checkAreaNumber(m.Area); err != nil {
		return err
	}
	if err := checkMeterNumber(m.Meter); err != nil {
		return err
	}
	return checkTime("until", m.Until)
}

// Validate checks what needs no state.
func (m *MsgSubscribe) Validate() error { return checkAreaNumber(m.Area) }

// Validate checks what needs no state. Fewer days than the area's reserve_days are refused later.
func (m *MsgSetPolicy) Validate() error {
	if err := checkAreaNumber(m.Area); err != nil {
		return err
	}
	return m.Policy.Validate()
}

// Validate checks what needs no state.
func (m *MsgCloseAccount) Validate() error { return checkAreaNumber(m.Area) }

// Validate checks what needs no state.
func (m *MsgDeposit) Validate() error {
	if err := checkAreaNumber(m.Area); err != nil {
		return err
	}
	return checkAmount(m.Amount)
}

// Validate checks what needs no state.
func (m *MsgWithdraw) Validate() error {
	if err := checkAreaNumber(m.Area); err != nil {
		return err
	}
	return checkAmount(m.Amount)
}

// Validate checks what needs no state. What a reference price makes too much is refused later.
func (m *MsgPlaceOrder) Validate() error {
	if err := checkAreaNumber(m.Area); err != nil {
		return err
	}
	if err := checkSide(m.Side); err != nil {
		return err
	}
	if err := checkNumber("price", m.Price, 0, MaxPrice); err != nil {
		return err
	}
	if err := checkNumber("litres", m.Litres, 1, MaxLitres); err != nil {
		return err
	}
	return checkWorth(m.Litres, m.Price)
}

// Validate checks what needs no state.
func (m *MsgCancelOrder) Validate() error {
	if err := checkAreaNumber(m.Area); err != nil {
		return err
	}
	return checkSide(m.Side)
}

// Validate checks what needs no state.
func (m *MsgSettleAccount) Validate() error { return checkAreaNumber(m.Area) }

// Validate checks what needs no state.
func (m *MsgCollect) Validate() error { return checkAreaNumber(m.Area) }

// Validate checks what needs no state.
func (m *MsgRetryDue) Validate() error {
	if err := checkAreaNumber(m.Area); err != nil {
		return err
	}
	return checkNumber("kind", uint64(m.Kind), uint64(KindOpen), uint64(KindRenew))
}

// Validate checks what needs no state.
func (m *MsgUpdateParams) Validate() error { return m.Params.Validate() }
