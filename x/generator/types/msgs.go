package types

import (
	"math"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

// Stateless checks, called by the message server. Addresses are decoded there, with the codec of the chain.

// Request is what the message asks for.
func (m *MsgRequestGenerator) Request() Request {
	return Request{
		Requester: m.Requester, Arbiter: m.Arbiter, Location: m.Location, CapacityW: m.CapacityW, Reason: m.Reason,
		UnitLabel: m.UnitLabel, UnitSize: m.UnitSize, MaxPrice: m.MaxPrice, MaintenanceBps: m.MaintenanceBps,
		FreeUnitsPerDay: m.FreeUnitsPerDay, PaymentDenom: m.PaymentDenom, Deposit: m.Deposit,
	}
}

// Validate checks what needs no state.
func (m *MsgRequestGenerator) Validate() error { return m.Request().Validate() }

// Bid is what the message offers; when it was placed is for the caller to say.
func (m *MsgPlaceBid) Bid() Bid {
	return Bid{
		Generator: m.Generator, Provider: m.Provider, UnitType: m.UnitType, Cost: m.Cost, InstallDays: m.InstallDays,
		LifeDays: m.LifeDays, PriceCeiling: m.PriceCeiling, UpfrontBps: m.UpfrontBps, Bond: m.Bond,
		InsuranceRef: m.InsuranceRef,
	}
}

// Validate checks what needs no state. The ceiling is bounded further by the request.
func (m *MsgPlaceBid) Validate() error { return m.Bid().Validate() }

// Validate checks what needs no state.
func (m *MsgWithdrawBid) Validate() error { return checkGeneratorNumber(m.Generator) }

// Validate checks what needs no state.
func (m *MsgAcceptBid) Validate() error { return checkGeneratorNumber(m.Generator) }

// Validate checks what needs no state. More than is left is refused later.
func (m *MsgPledge) Validate() error {
	return checkNumbers(
		number{"generator", m.Generator, FirstNumber, math.MaxUint64},
		number{"shares", m.Shares, 1, TotalShares},
	)
}

// Validate checks what needs no state.
func (m *MsgClaimRefund) Validate() error { return checkGeneratorNumber(m.Generator) }

// Validate checks what needs no state.
func (m *MsgMarkInstalled) Validate() error {
	if err := checkGeneratorNumber(m.Generator); err != nil {
		return err
	}
	return checkAtLeast("meter", m.Meter, 1)
}

// Validate checks what needs no state. The parameters ask for more than 1.
func (m *MsgCommission) Validate() error {
	return checkNumbers(
		number{"generator", m.Generator, FirstNumber, math.MaxUint64},
		number{"amount_usolar", m.AmountUsolar, 1, MaxAmount},
	)
}

// Validate checks what needs no state.
func (m *MsgRaiseDispute) Validate() error {
	if err := checkGeneratorNumber(m.Generator); err != nil {
		return err
	}
	return checkText("reason", m.Reason, 1, MaxTextBytes)
}

// Validate checks what needs no state.
func (m *MsgDecideDispute) Validate() error { return checkGeneratorNumber(m.Generator) }

// Validate checks what needs no state.
func (m *MsgRetireGenerator) Validate() error { return checkGeneratorNumber(m.Generator) }

// Validate checks what needs no state. The ceiling is refused later.
func (m *MsgVotePrice) Validate() error {
	maximum := MaxPrice
	if m.Clear {
		maximum = 0
	}
	return checkNumbers(
		number{"generator", m.Generator, FirstNumber, math.MaxUint64},
		number{"price", m.Price, 0, maximum},
	)
}

// Validate checks what needs no state.
func (m *MsgBuyUnits) Validate() error {
	maximum := MaxUnits
	if m.Device != 0 {
		maximum = voucher.MaxUnits
	}
	return checkNumbers(
		number{"generator", m.Generator, FirstNumber, math.MaxUint64},
		number{"units", m.Units, 1, maximum},
		number{"max_price", m.MaxPrice, 0, MaxPrice},
	)
}

// Validate checks what needs no state.
func (m *MsgWithdraw) Validate() error { return checkGeneratorNumber(m.Generator) }

// Validate checks what needs no state.
func (m *MsgClaimMaintenance) Validate() error {
	if err := checkGeneratorNumber(m.Generator); err != nil {
		return err
	}
	if err := checkAmount(m.Amount); err != nil {
		return err
	}
	return checkText("purpose", m.Purpose, 1, MaxTextBytes)
}

// Validate checks what needs no state.
func (m *MsgReleaseMaintenance) Validate() error {
	if err := checkGeneratorNumber(m.Generator); err != nil {
		return err
	}
	return checkAmount(m.Amount)
}

// Validate checks what needs no state.
func (m *MsgRegisterDevice) Validate() error {
	if err := checkGeneratorNumber(m.Generator); err != nil {
		return err
	}
	if err := checkAtLeast("number", m.Number, 1); err != nil {
		return err
	}
	if err := checkChain(m.Digits, m.Length); err != nil {
		return err
	}
	return checkCode("anchor", m.Anchor, m.Digits)
}

// Validate checks what needs no state. How many digits the device takes is checked later.
func (m *MsgRevealCode) Validate() error {
	if err := checkGeneratorNumber(m.Generator); err != nil {
		return err
	}
	if err := checkAtLeast("device", m.Device, 1); err != nil {
		return err
	}
	if _, err := voucher.Parse(m.Code); err != nil {
		return ErrInvalidCode.Wrapf("code: %s", err)
	}
	return nil
}

// Validate checks what needs no state.
func (m *MsgListShares) Validate() error {
	err := checkNumbers(
		number{"generator", m.Generator, FirstNumber, math.MaxUint64},
		number{"shares", m.Shares, 1, TotalShares},
		number{"price_per_share", m.PricePerShare, 1, MaxPricePerShare},
	)
	if err != nil {
		return err
	}
	if err := checkTime("expires_at", m.ExpiresAt); err != nil {
		return err
	}
	return checkTime("lease_until", m.LeaseUntil)
}

// Validate checks what needs no state.
func (m *MsgCancelListing) Validate() error { return checkOffer(m.Generator, m.Listing) }

// Validate checks what needs no state. More than is offered is refused later.
func (m *MsgTakeListing) Validate() error {
	if err := checkOffer(m.Generator, m.Listing); err != nil {
		return err
	}
	return checkNumbers(number{"shares", m.Shares, 1, TotalShares})
}

// Validate checks what needs no state.
func (m *MsgRetryWork) Validate() error {
	if err := checkGeneratorNumber(m.Generator); err != nil {
		return err
	}
	return checkWork(m.Kind, m.Number)
}

// Validate checks what needs no state.
func (m *MsgUpdateParams) Validate() error { return m.Params.Validate() }

func checkOffer(generator, listing uint64) error {
	if err := checkGeneratorNumber(generator); err != nil {
		return err
	}
	return checkAtLeast("listing", listing, FirstNumber)
}

// checkWork checks what a piece of block work is about: only that of a generator itself has no further number.
func checkWork(kind uint32, id uint64) error {
	if err := checkNumbers(number{"kind", uint64(kind), uint64(KindDeadline), uint64(KindLease)}); err != nil {
		return err
	}
	if kind == KindDeadline {
		return checkNumbers(number{"number", id, 0, 0})
	}
	return checkAtLeast("number", id, FirstNumber)
}
