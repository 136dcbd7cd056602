package types

import (
	"math"

	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/internal/check"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Validate checks the fields of the request.
func (r Request) Validate() error {
	return check.All(
		check.Text("location", r.Location, 1, MaxLocationBytes),
		check.Text("reason", r.Reason, 1, MaxTextBytes),
		check.Text("unit_label", r.UnitLabel, 1, MaxLabelBytes),
		check.Denom("payment_denom", r.PaymentDenom),
		check.Range("capacity_w", r.CapacityW, 1, MaxCapacity),
		check.Range("unit_size", r.UnitSize, 1, MaxUnitSize),
		check.Range("max_price", r.MaxPrice, 1, MaxPrice),
		check.Range("maintenance_bps", uint64(r.MaintenanceBps), 0, MaxMaintenanceBps),
		check.Range("free_units_per_day", r.FreeUnitsPerDay, 0, MaxUnits),
		check.Range("deposit", r.Deposit, 1, MaxAmount),
		check.Enum("medium", meteridtypes.Medium_name, r.Medium),
	)
}

// Validate checks the fields of the bid. The ceiling is bounded further by the request.
func (b Bid) Validate() error {
	err := check.All(
		check.Text("unit_type", b.UnitType, 1, MaxUnitTypeBytes),
		check.Text("insurance_ref", b.InsuranceRef, 0, MaxInsuranceBytes),
		check.Range("generator", b.Generator, FirstNumber, math.MaxUint64),
		check.Range("cost", b.Cost, 1, MaxAmount),
		check.Range("install_days", uint64(b.InstallDays), 1, MaxInstallDays),
		check.Range("life_days", uint64(b.LifeDays), 1, MaxLifeDays),
		check.Range("price_ceiling", b.PriceCeiling, 1, MaxPrice),
		check.Range("upfront_bps", uint64(b.UpfrontBps), 0, BasisPoints),
		check.Range("bond", b.Bond, 0, MaxAmount),
		check.Range("commission_bps", uint64(b.CommissionBps), 0, MaxCommissionBps),
		check.Range("acceptance_units", b.AcceptanceUnits, 1, MaxAcceptanceUnits),
		check.Range("trial_days", uint64(b.TrialDays), 1, min(MaxTrialDays, uint64(max(1, b.LifeDays)))),
		check.Range("upfront_bps and commission_bps", uint64(b.UpfrontBps)+uint64(b.CommissionBps), 0, BasisPoints),
	)
	if err != nil {
		return err
	}
	advance, err := b.Advance()
	if err != nil {
		return err
	}
	if b.Bond < advance {
		return ErrBondTooSmall.Wrapf("bond: expected at least %d, which is %d ten-thousandths of %d, got %d",
			advance, b.UpfrontBps+b.CommissionBps, b.Cost, b.Bond)
	}
	return nil
}

// Upfront returns the pay of the provider when the last share is pledged: floor(cost · upfront_bps / 10,000).
func (b Bid) Upfront() (uint64, error) { return pricing.Upfront(b.Cost, uint64(b.UpfrontBps)) }

// Advance returns the pay of the provider before units are delivered, the upfront part included: floor(cost ·
// (upfront_bps + commission_bps) / 10,000). The bond covers it.
func (b Bid) Advance() (uint64, error) {
	return pricing.Upfront(b.Cost, uint64(b.UpfrontBps)+uint64(b.CommissionBps))
}

// Earned returns the part of the cost that delivered units have earned.
func (b Bid) Earned(units uint64) (uint64, error) {
	return pricing.Earned(b.Cost, units, b.AcceptanceUnits)
}

// IsFinal reports whether the status is final.
func (s GeneratorStatus) IsFinal() bool {
	switch s {
	case GENERATOR_STATUS_EXPIRED, GENERATOR_STATUS_RETIRED, GENERATOR_STATUS_REFUNDING, GENERATOR_STATUS_DEFAULTED:
		return true
	default:
		return false
	}
}

// Refunds reports whether pledges are paid back.
func (s GeneratorStatus) Refunds() bool {
	return s == GENERATOR_STATUS_REFUNDING || s == GENERATOR_STATUS_DEFAULTED
}

// IsFunded reports whether all shares are held by accounts.
func (s GeneratorStatus) IsFunded() bool {
	switch s {
	case GENERATOR_STATUS_PENDING_INSTALL, GENERATOR_STATUS_INSTALLED, GENERATOR_STATUS_ON_TRIAL, GENERATOR_STATUS_ACTIVE,
		GENERATOR_STATUS_RETIRED:
		return true
	default:
		return false
	}
}

// HasOpenJob reports whether the pay of the provider is not settled yet.
func (s GeneratorStatus) HasOpenJob() bool {
	switch s {
	case GENERATOR_STATUS_FUNDING, GENERATOR_STATUS_PENDING_INSTALL, GENERATOR_STATUS_INSTALLED, GENERATOR_STATUS_ON_TRIAL:
		return true
	default:
		return false
	}
}

// IsCommissioned reports whether it sells units.
func (s GeneratorStatus) IsCommissioned() bool {
	return s == GENERATOR_STATUS_ON_TRIAL || s == GENERATOR_STATUS_ACTIVE
}

// IsDisputed reports whether the arbiter has to decide.
func (g Generator) IsDisputed() bool { return g.Dispute != nil && !g.Dispute.Dismissed }

// TrialUntil returns the end of its trial; 0 before it is commissioned.
func (g Generator) TrialUntil() int64 {
	if g.CommissionedAt == 0 || g.Bid == nil {
		return 0
	}
	return g.CommissionedAt + Days(g.Bid.TrialDays)
}

// Provider returns the provider of the accepted bid; empty before.
func (g Generator) Provider() string {
	if g.Bid == nil {
		return ""
	}
	return g.Bid.Provider
}

// LifeUntil returns the end of its life; 0 before it is commissioned.
func (g Generator) LifeUntil() int64 {
	if g.CommissionedAt == 0 || g.Bid == nil {
		return 0
	}
	return g.CommissionedAt + Days(g.Bid.LifeDays)
}

// SharesLeft returns the number of shares not yet pledged; 0 unless funding.
func (g Generator) SharesLeft() uint64 {
	if g.Status != GENERATOR_STATUS_FUNDING {
		return 0
	}
	return TotalShares - g.Shares
}

// DeliveredUnits returns the number of whole units delivered; the rest of a unit is carried.
func (g Generator) DeliveredUnits(purse Purse) uint64 { return purse.Delivered / g.Request.UnitSize }

// Earned returns the part of the cost of its bid that delivered units have earned.
func (g Generator) Earned(purse Purse) (uint64, error) {
	return g.Bid.Earned(g.DeliveredUnits(purse))
}

// SellsUntil returns the time until which it sells units, as far as it is announced; 0 unless it is commissioned.
func (g Generator) SellsUntil() int64 {
	switch g.Status {
	case GENERATOR_STATUS_ON_TRIAL:
		return g.LifeUntil()
	case GENERATOR_STATUS_ACTIVE:
		return g.Deadline
	default:
		return 0
	}
}

// RetirementAnnounced reports whether the generator retires before the end of its life, if its owners do not change their minds.
func (g Generator) RetirementAnnounced() bool {
	return g.Status == GENERATOR_STATUS_ACTIVE && g.Deadline < g.LifeUntil()
}

// Weight returns the shares whose revenue the holder gets. That of leased shares belongs to their leases.
func (h Holding) Weight() uint64 { return h.Shares - h.LeasedOut }

// FreeShares returns the shares that can be listed.
func (h Holding) FreeShares() uint64 { return h.Shares - h.Listed - h.LeasedOut }

// IsEmpty reports whether the record can be removed.
func (h Holding) IsEmpty() bool {
	return h == Holding{Generator: h.Generator, Account: h.Account, Last: h.Last, LastRefund: h.LastRefund}
}
