package types

import "github.com/utilityd/utilityd/x/internal/check"

// Stateless checks of the messages, called from the message server. Addresses are decoded there, with the codec of the
// chain.

// Validate checks the message without state. The parameters bound it further.
func (m *MsgCreateCommunity) Validate() error {
	return check.All(
		check.Text("name", m.Name, 1, MaxNameBytes),
		checkEpochSeconds(m.EpochSeconds),
		checkGrace(m.GraceSeconds),
		checkKey(m.Key),
		checkResidual(m.Residual),
		check.Denom("payment_denom", m.PaymentDenom),
		checkPrice(m.PricePerKwh),
		check.Range("max_members", m.MaxMembers, MinMembers, MaxMembers),
		CheckBorderTolerance(m.BorderToleranceSeconds, m.EpochSeconds),
		checkExactBorders(m.ExactBorders, m.BorderToleranceSeconds),
		checkStaticTotal(m.StaticTotalWeight, m.Key),
	)
}

// Validate checks the message without state. The parameters bound it further, and the epoch of the community the tolerance.
func (m *MsgUpdateCommunity) Validate() error {
	return check.All(
		checkCommunityNumber(m.Community),
		check.Text("name", m.Name, 1, MaxNameBytes),
		checkGrace(m.GraceSeconds),
		checkKey(m.Key),
		checkResidual(m.Residual),
		checkPrice(m.PricePerKwh),
		check.Range("max_members", m.MaxMembers, MinMembers, MaxMembers),
		checkExactBorders(m.ExactBorders, m.BorderToleranceSeconds),
		checkStaticTotal(m.StaticTotalWeight, m.Key),
	)
}

// Validate checks the message without state.
func (m *MsgPauseCommunity) Validate() error { return checkCommunityNumber(m.Community) }

// Validate checks the message without state.
func (m *MsgResumeCommunity) Validate() error { return checkCommunityNumber(m.Community) }

// Validate checks the message without state.
func (m *MsgCloseCommunity) Validate() error { return checkCommunityNumber(m.Community) }

// Validate checks the message without state.
func (m *MsgTransferAdmin) Validate() error { return checkCommunityNumber(m.Community) }

// Validate checks the message without state.
func (m *MsgAcceptAdmin) Validate() error { return checkCommunityNumber(m.Community) }

// Validate checks the message without state.
func (m *MsgJoinCommunity) Validate() error {
	return check.All(checkCommunityNumber(m.Community), checkMeterNumber(m.Meter), checkMaxPrice(m.MaxPricePerKwh))
}

// Validate checks the message without state.
func (m *MsgApproveMember) Validate() error {
	return check.All(
		checkCommunityNumber(m.Community),
		checkMeterNumber(m.Meter),
		checkStaticWeight(m.StaticWeight),
	)
}

// Validate checks the message without state.
func (m *MsgLeaveCommunity) Validate() error { return checkPlace(m.Community, m.Slot) }

// Validate checks the message without state.
func (m *MsgRemoveMember) Validate() error { return checkPlace(m.Community, m.Slot) }

// Validate checks the message without state.
func (m *MsgSetStaticWeight) Validate() error {
	return check.All(checkPlace(m.Community, m.Slot), checkStaticWeight(m.StaticWeight))
}

// Validate checks the message without state.
func (m *MsgSetMaxPrice) Validate() error {
	return check.All(checkPlace(m.Community, m.Slot), checkMaxPrice(m.MaxPricePerKwh))
}

// Validate checks the message without state.
func (m *MsgDeposit) Validate() error {
	return check.All(checkPlace(m.Community, m.Slot), check.Coin("amount", m.Amount, MaxPrepaid))
}

// Validate checks the message without state.
func (m *MsgWithdraw) Validate() error {
	return check.All(checkPlace(m.Community, m.Slot), check.Coin("amount", m.Amount, MaxPrepaid))
}

// Validate checks the message without state. More than the carried deficit is refused later.
func (m *MsgCompensateMember) Validate() error {
	return check.All(checkPlace(m.Community, m.Slot), check.Min("energy_wh", m.EnergyWh, 1))
}

// Validate checks the message without state.
func (m *MsgUpdateParams) Validate() error { return m.Params.Validate() }
