package types

import (
	"math"

	"github.com/utilityd/utilityd/x/generator/voucher"
	"github.com/utilityd/utilityd/x/internal/check"
)

// Stateless checks, called by the message server. Addresses are decoded there, with the codec of the chain.

// Request returns the request of the message.
func (m *MsgRequestGenerator) Request() Request {
	return Request{
		Requester: m.Requester, Arbiter: m.Arbiter, Location: m.Location, CapacityW: m.CapacityW, Reason: m.Reason,
		UnitLabel: m.UnitLabel, UnitSize: m.UnitSize, MaxPrice: m.MaxPrice, MaintenanceBps: m.MaintenanceBps,
		FreeUnitsPerDay: m.FreeUnitsPerDay, PaymentDenom: m.PaymentDenom, Deposit: m.Deposit, Medium: m.Medium,
	}
}

// Validate checks the message without state.
func (m *MsgRequestGenerator) Validate() error { return m.Request().Validate() }

// Bid returns the bid of the message; the caller sets its time.
func (m *MsgPlaceBid) Bid() Bid {
	return Bid{
		Generator: m.Generator, Provider: m.Provider, UnitType: m.UnitType, Cost: m.Cost, InstallDays: m.InstallDays,
		LifeDays: m.LifeDays, PriceCeiling: m.PriceCeiling, UpfrontBps: m.UpfrontBps, Bond: m.Bond,
		InsuranceRef: m.InsuranceRef, CommissionBps: m.CommissionBps, AcceptanceUnits: m.AcceptanceUnits, TrialDays: m.TrialDays,
	}
}

// Validate checks the message without state. The ceiling is bounded further by the request.
func (m *MsgPlaceBid) Validate() error { return m.Bid().Validate() }

// Validate checks the message without state.
func (m *MsgWithdrawBid) Validate() error { return checkGeneratorNumber(m.Generator) }

// Validate checks the message without state.
func (m *MsgAcceptBid) Validate() error { return checkGeneratorNumber(m.Generator) }

// Validate checks the message without state. More than is left is refused later.
func (m *MsgPledge) Validate() error {
	return check.All(
		check.Range("generator", m.Generator, FirstNumber, math.MaxUint64),
		check.Range("shares", m.Shares, 1, TotalShares),
	)
}

// Validate checks the message without state.
func (m *MsgMarkInstalled) Validate() error {
	return check.All(checkGeneratorNumber(m.Generator), check.Min("meter", m.Meter, 1))
}

// Validate checks the message without state. The parameter has a higher minimum.
func (m *MsgCommission) Validate() error {
	return check.All(
		check.Range("generator", m.Generator, FirstNumber, math.MaxUint64),
		check.Range("amount_usolar", m.AmountUsolar, 1, MaxAmount),
	)
}

// Validate checks the message without state.
func (m *MsgRaiseDispute) Validate() error {
	return check.All(checkGeneratorNumber(m.Generator), check.Text("reason", m.Reason, 1, MaxTextBytes))
}

// Validate checks the message without state.
func (m *MsgObject) Validate() error {
	minimum, maximum := 1, MaxTextBytes
	if m.Clear {
		minimum, maximum = 0, 0
	}
	return check.All(checkGeneratorNumber(m.Generator), check.Text("reason", m.Reason, minimum, maximum))
}

// Validate checks the message without state.
func (m *MsgDecideDispute) Validate() error { return checkGeneratorNumber(m.Generator) }

// Validate checks the message without state.
func (m *MsgVoteRetirement) Validate() error { return checkGeneratorNumber(m.Generator) }

// Validate checks the message without state. The ceiling is refused later.
func (m *MsgVotePrice) Validate() error {
	maximum := MaxPrice
	if m.Clear {
		maximum = 0
	}
	return check.All(
		check.Range("generator", m.Generator, FirstNumber, math.MaxUint64),
		check.Range("price", m.Price, 0, maximum),
	)
}

// Validate checks the message without state.
func (m *MsgBuyUnits) Validate() error {
	maximum := MaxUnits
	if m.Device != 0 {
		maximum = voucher.MaxUnits
	}
	return check.All(
		check.Range("generator", m.Generator, FirstNumber, math.MaxUint64),
		check.Range("units", m.Units, 1, maximum),
		check.Range("max_price", m.MaxPrice, 0, MaxPrice),
	)
}

// Validate checks the message without state.
func (m *MsgWithdraw) Validate() error { return checkGeneratorNumber(m.Generator) }

// Validate checks the message without state.
func (m *MsgClaimMaintenance) Validate() error {
	return check.All(
		checkGeneratorNumber(m.Generator),
		check.Coin("amount", m.Amount, MaxAmount),
		check.Text("purpose", m.Purpose, 1, MaxTextBytes),
	)
}

// Validate checks the message without state.
func (m *MsgReleaseMaintenance) Validate() error {
	return check.All(checkGeneratorNumber(m.Generator), check.Coin("amount", m.Amount, MaxAmount))
}

// Validate checks the message without state.
func (m *MsgRegisterDevice) Validate() error {
	return check.All(
		checkGeneratorNumber(m.Generator),
		check.Min("device", m.Device, 1),
		checkChain(m.Digits, m.Length),
		checkCode("anchor", m.Anchor, m.Digits),
	)
}

// Validate checks the message without state. The number of digits of the device is checked later.
func (m *MsgRevealCode) Validate() error {
	if err := check.All(checkGeneratorNumber(m.Generator), check.Min("device", m.Device, 1)); err != nil {
		return err
	}
	if _, err := voucher.Parse(m.Code); err != nil {
		return ErrInvalidCode.Wrapf("code: %s", err)
	}
	return nil
}

// Validate checks the message without state.
func (m *MsgListShares) Validate() error {
	return check.All(
		check.Range("generator", m.Generator, FirstNumber, math.MaxUint64),
		check.Range("shares", m.Shares, 1, TotalShares),
		check.Range("price_per_share", m.PricePerShare, 1, MaxPricePerShare),
		check.Time("expires_at", m.ExpiresAt),
		check.Time("lease_until", m.LeaseUntil),
	)
}

// Validate checks the message without state.
func (m *MsgCancelListing) Validate() error { return checkOffer(m.Generator, m.Listing) }

// Validate checks the message without state. More than is offered is refused later.
func (m *MsgTakeListing) Validate() error {
	return check.All(checkOffer(m.Generator, m.Listing), check.Range("shares", m.Shares, 1, TotalShares))
}

// Validate checks the message without state.
func (m *MsgUpdateParams) Validate() error { return m.Params.Validate() }

func checkOffer(generator, listing uint64) error {
	return check.All(checkGeneratorNumber(generator), check.Min("listing", listing, FirstNumber))
}
