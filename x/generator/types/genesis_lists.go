package types

import (
	"cmp"
	"slices"

	"github.com/utilityd/utilityd/x/generator/credit"
	"github.com/utilityd/utilityd/x/generator/voucher"
	"github.com/utilityd/utilityd/x/internal/check"
)

func (g genesis) checkHoldings() error {
	compare := func(a, b *Holding) int {
		return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Account, b.Account))
	}
	return check.List(ErrInvalidGenesis, "holdings", g.Holdings, compare, func(h *Holding) error {
		s, err := g.find(h.Generator)
		if err != nil {
			return err
		}
		err = check.All(
			g.address("account", h.Account),
			check.Range("shares", h.Shares, 0, s.Generator.Shares),
			check.Range("listed", h.Listed, 0, h.Shares),
			check.Range("leased_out", h.LeasedOut, 0, h.Shares-min(h.Listed, h.Shares)),
			check.Range("last", h.Last, 0, s.Purse.Acc),
			check.Range("last_refund", h.LastRefund, 0, s.Purse.RefundPerShare),
		)
		if err != nil {
			return err
		}
		if h.Retire && h.Shares == 0 {
			return check.Invalid("retire: expected no vote of an account without shares, got one")
		}
		if h.Vote == nil {
			return nil
		}
		if h.Shares == 0 || s.Generator.Bid == nil {
			return check.Invalid("vote: expected none of an account without shares, got one")
		}
		return check.Range("vote", h.Vote.Price, 0, s.Generator.Bid.PriceCeiling)
	})
}

func (g genesis) checkQuotas() error {
	compare := func(a, b *Quota) int {
		return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Account, b.Account))
	}
	return check.List(ErrInvalidGenesis, "quotas", g.Quotas, compare, func(q *Quota) error {
		s, err := g.find(q.Generator)
		if err != nil {
			return err
		}
		return check.All(
			g.address("account", q.Account),
			check.Range("units", q.Units, 0, s.Generator.Request.FreeUnitsPerDay),
		)
	})
}

func (g genesis) checkDevices() error {
	compare := func(a, b *Device) int {
		return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Number, b.Number))
	}
	return check.List(ErrInvalidGenesis, "devices", g.Devices, compare, func(d *Device) error {
		if _, err := g.find(d.Generator); err != nil {
			return err
		}
		return check.All(
			g.address("vendor", d.Vendor),
			check.Min("number", d.Number, 1),
			checkChain(d.Digits, d.Length),
			checkCode("link", d.Link, d.Digits),
			check.Range("steps", d.Steps, 0, d.Length),
			check.Range("released_units", d.ReleasedUnits, 0, d.Steps),
			check.Range("excess_units", d.ExcessUnits, 0, d.Steps-min(d.ReleasedUnits, d.Steps)),
			check.Range("open_vouchers", d.OpenVouchers, 0, credit.Max),
			check.Min("bought_vouchers", d.BoughtVouchers, d.OpenVouchers),
		)
	})
}

// hasDevice reports whether a device is registered. Devices are checked first, so they are sorted.
func (g genesis) hasDevice(generator, device uint64) bool {
	_, found := slices.BinarySearchFunc(g.Devices, device, func(d Device, device uint64) int {
		return cmp.Or(cmp.Compare(d.Generator, generator), cmp.Compare(d.Number, device))
	})
	return found
}

func (g genesis) checkVouchers() error {
	compare := func(a, b *Voucher) int { return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Id, b.Id)) }
	return check.List(ErrInvalidGenesis, "vouchers", g.Vouchers, compare, func(v *Voucher) error {
		if _, err := g.find(v.Generator); err != nil {
			return err
		}
		if !g.hasDevice(v.Generator, v.Device) {
			return check.Invalid("device: expected one of generator %d, got %d", v.Generator, v.Device)
		}
		return check.All(
			g.address("buyer", v.Buyer),
			check.Enum("status", VoucherStatus_name, v.Status),
			check.Range("id", v.Id, FirstNumber, g.NextVoucher-1),
			check.Range("units", v.Units, 1, voucher.MaxUnits),
			check.Range("counted_steps", v.CountedSteps, 0, v.maxCounted()),
			check.Range("cost", v.Cost, 0, MaxAmount),
			check.Time("bought_at", v.BoughtAt),
			check.Time("due_at", v.DueAt),
		)
	})
}

// maxCounted returns the maximum of the steps that a voucher has counted: an open one is released by one more.
func (v Voucher) maxCounted() uint64 {
	if v.Status != VOUCHER_STATUS_OPEN {
		return 0
	}
	return max(v.Units, 1) - 1
}

func (g genesis) checkListings() error {
	compare := func(a, b *Listing) int { return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Id, b.Id)) }
	return check.List(ErrInvalidGenesis, "listings", g.Listings, compare, func(l *Listing) error {
		if _, err := g.find(l.Generator); err != nil {
			return err
		}
		return check.All(
			g.address("owner", l.Owner),
			check.Range("id", l.Id, FirstNumber, g.NextListing-1),
			check.Range("shares", l.Shares, 1, TotalShares),
			check.Range("price_per_share", l.PricePerShare, 1, MaxPricePerShare),
			check.Time("expires_at", l.ExpiresAt),
			check.Time("lease_until", l.LeaseUntil),
			checkDayEnd("lease_until", l.LeaseUntil),
		)
	})
}

func (g genesis) checkLeases() error {
	compare := func(a, b *Lease) int { return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Id, b.Id)) }
	return check.List(ErrInvalidGenesis, "leases", g.Leases, compare, func(l *Lease) error {
		s, err := g.find(l.Generator)
		if err != nil {
			return err
		}
		return check.All(
			g.address("owner", l.Owner),
			g.address("lessee", l.Lessee),
			check.Range("id", l.Id, FirstNumber, g.NextLease-1),
			check.Range("shares", l.Shares, 1, TotalShares),
			check.Time("from", l.From),
			check.Time("until", l.Until),
			check.Range("until", uint64(max(0, l.Until)), 1, uint64(max(0, s.Purse.LeasesUntil))), //nolint:gosec // not negative
			checkDayEnd("until", l.Until),
			check.Range("last", l.Last, 0, s.Purse.Acc),
		)
	})
}

// checkDayIndexes checks the order of days and values. That each is needed by a lease is for the invariants.
func (g genesis) checkDayIndexes() error {
	compare := func(a, b *DayIndex) int {
		return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Day, b.Day))
	}
	var before DayIndex
	return check.List(ErrInvalidGenesis, "day_indexes", g.DayIndexes, compare, func(d *DayIndex) error {
		s, err := g.find(d.Generator)
		if err != nil {
			return err
		}
		minimum := uint64(0)
		if before.Generator == d.Generator {
			minimum = before.Acc
		}
		before = *d
		return check.All(
			check.Range("day", d.Day, 0, s.Purse.AccDay),
			check.Range("acc", d.Acc, minimum, s.Purse.Acc),
		)
	})
}

func (g genesis) checkClaims() error {
	compare := func(a, b *MaintenanceClaim) int { return cmp.Compare(a.Generator, b.Generator) }
	return check.List(ErrInvalidGenesis, "maintenance_claims", g.MaintenanceClaims, compare, func(c *MaintenanceClaim) error {
		if _, err := g.find(c.Generator); err != nil {
			return err
		}
		return check.All(
			g.address("recipient", c.Recipient),
			check.Coin("amount", c.Amount, MaxAmount),
			check.Text("purpose", c.Purpose, 1, MaxTextBytes),
			check.Time("claimed_at", c.ClaimedAt),
		)
	})
}
