package types

import (
	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/water/ledger"
)

// Stateless checks of the messages, called from the message server. Addresses are decoded there, with the codec of the
// chain.

// Validate checks the message without state. The parameters bound it further.
func (m *MsgCreateArea) Validate() error {
	return check.All(
		checkPaymentDenom(m.PaymentDenom), checkSpans(m.PeriodSeconds, m.EnrolmentSeconds), checkName(m.Name), m.Terms().Validate(),
	)
}

// Terms returns the terms of the new area.
func (m *MsgCreateArea) Terms() Terms {
	return Terms{
		FeePerPerson: m.FeePerPerson, LifelineLitresPerPersonDay: m.LifelineLitresPerPersonDay, LifelineDaysCap: m.LifelineDaysCap,
		LifelineReserveDays: m.LifelineReserveDays, ValvePolicy: m.ValvePolicy, AuctionSeconds: m.AuctionSeconds,
		ReserveDays: m.ReserveDays, BasePrice: m.BasePrice,
	}
}

// Validate checks the message without state.
func (m *MsgUpdateArea) Validate() error {
	return check.All(checkAreaNumber(m.Area), checkName(m.Name), m.Terms().Validate())
}

// Terms returns the announced terms.
func (m *MsgUpdateArea) Terms() Terms {
	return Terms{
		FeePerPerson: m.FeePerPerson, LifelineLitresPerPersonDay: m.LifelineLitresPerPersonDay, LifelineDaysCap: m.LifelineDaysCap,
		LifelineReserveDays: m.LifelineReserveDays, ValvePolicy: m.ValvePolicy, AuctionSeconds: m.AuctionSeconds,
		ReserveDays: m.ReserveDays, BasePrice: m.BasePrice,
	}
}

// Validate checks the message without state.
func (m *MsgCloseArea) Validate() error { return checkAreaNumber(m.Area) }

// Validate checks the message without state.
func (m *MsgTransferAdmin) Validate() error { return checkAreaNumber(m.Area) }

// Validate checks the message without state.
func (m *MsgAcceptAdmin) Validate() error { return checkAreaNumber(m.Area) }

// Validate checks the message without state. More capacity than the area can have is refused later.
func (m *MsgProposeSource) Validate() error {
	return check.All(
		checkAreaNumber(m.Area),
		checkMeterNumber(m.Meter),
		check.Enum("class", SourceClass_name, m.Class),
		check.Range("capacity_litres", m.CapacityLitres, 1, MaxCapacity),
		check.Range("remuneration", m.Remuneration, 0, MaxPrice),
	)
}

// Validate checks the message without state.
func (m *MsgAcceptSource) Validate() error {
	return check.All(
		checkPlace(m.Area, m.Source),
		checkMeterNumber(m.Meter),
		check.Enum("class", SourceClass_name, m.Class),
		check.Range("capacity_litres", m.CapacityLitres, 1, MaxCapacity),
		check.Range("remuneration", m.Remuneration, 0, MaxPrice),
	)
}

// Validate checks the message without state.
func (m *MsgRemoveSource) Validate() error { return checkPlace(m.Area, m.Source) }

// Validate checks the message without state. More than the stock is refused later.
func (m *MsgReportLoss) Validate() error {
	return check.All(
		checkPlace(m.Area, m.Source),
		check.Min("litres", m.Litres, 1),
		check.Bytes("evidence_hash", m.EvidenceHash, EvidenceBytes),
	)
}

// Validate checks the message without state.
func (m *MsgAcceptLoss) Validate() error {
	return check.All(
		checkPlace(m.Area, m.Source),
		check.Min("litres", m.Litres, 1),
		check.Bytes("evidence_hash", m.EvidenceHash, EvidenceBytes),
	)
}

// Validate checks the message without state. An end in the past is refused later.
func (m *MsgApproveMeter) Validate() error {
	return check.All(
		checkAreaNumber(m.Area),
		checkMeterNumber(m.Meter),
		check.Time("until", m.Until),
	)
}

// Validate checks the message without state.
func (m *MsgSubscribe) Validate() error {
	return check.All(
		checkAreaNumber(m.Area),
		check.Range("periods", m.Periods, 1, ledger.MaxAhead),
		check.Range("max_fee_per_person", m.MaxFeePerPerson, 0, MaxPrice),
	)
}

// Validate checks the message without state.
func (m *MsgUnsubscribe) Validate() error { return checkAreaNumber(m.Area) }

// Validate checks the message without state. Fewer days than the area's reserve_days are refused later.
func (m *MsgSetPolicy) Validate() error {
	return check.All(checkAreaNumber(m.Area), m.Policy.Validate())
}

// Validate checks the message without state.
func (m *MsgCloseAccount) Validate() error { return checkAreaNumber(m.Area) }

// Validate checks the message without state.
func (m *MsgDeposit) Validate() error {
	return check.All(checkAreaNumber(m.Area), check.Coin("amount", m.Amount, MaxMoney))
}

// Validate checks the message without state.
func (m *MsgWithdraw) Validate() error {
	return check.All(checkAreaNumber(m.Area), check.Coin("amount", m.Amount, MaxMoney))
}

// Validate checks the message without state.
func (m *MsgPlaceOrder) Validate() error {
	return check.All(
		checkAreaNumber(m.Area),
		checkSide(m.Side),
		checkPrice("price", m.Price),
		check.Range("litres", m.Litres, 1, MaxLitres),
		checkWorth(m.Litres, m.Price),
	)
}

// Validate checks the message without state.
func (m *MsgSettleAccount) Validate() error { return checkAreaNumber(m.Area) }

// Validate checks the message without state.
func (m *MsgCollect) Validate() error { return checkAreaNumber(m.Area) }

// Validate checks the message without state.
func (m *MsgUpdateParams) Validate() error { return m.Params.Validate() }
