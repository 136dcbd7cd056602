package types

import (
	"cmp"
	"slices"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

func (g GenesisState) checkHoldings() error {
	compare := func(a, b *Holding) int {
		return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Account, b.Account))
	}
	return checkList("holdings", g.Holdings, compare, func(h *Holding) error {
		s, err := g.find(h.Generator)
		if err != nil {
			return err
		}
		if err := checkAddress("account", h.Account); err != nil {
			return err
		}
		err = checkNumbers(
			number{"shares", h.Shares, 0, s.Generator.Shares},
			number{"listed", h.Listed, 0, h.Shares},
			number{"leased_out", h.LeasedOut, 0, h.Shares - min(h.Listed, h.Shares)},
			number{"leased_in", h.LeasedIn, 0, s.Generator.Shares},
			number{"last", h.Last, 0, s.Books.Acc},
		)
		if err != nil || h.Vote == nil {
			return err
		}
		if h.Shares == 0 || s.Generator.Bid == nil {
			return invalid("vote: expected none of an account without shares, got one")
		}
		return checkNumbers(number{"vote", h.Vote.Price, 0, s.Generator.Bid.PriceCeiling})
	})
}

func (g GenesisState) checkQuotas() error {
	compare := func(a, b *Quota) int {
		return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Account, b.Account))
	}
	return checkList("quotas", g.Quotas, compare, func(q *Quota) error {
		s, err := g.find(q.Generator)
		if err != nil {
			return err
		}
		if err := checkAddress("account", q.Account); err != nil {
			return err
		}
		return checkNumbers(number{"units", q.Units, 0, s.Generator.Request.FreeUnitsPerDay})
	})
}

func (g GenesisState) checkDevices() error {
	compare := func(a, b *Device) int {
		return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Number, b.Number))
	}
	return checkList("devices", g.Devices, compare, func(d *Device) error {
		if _, err := g.find(d.Generator); err != nil {
			return err
		}
		if err := checkAddress("vendor", d.Vendor); err != nil {
			return err
		}
		if err := checkAtLeast("number", d.Number, 1); err != nil {
			return err
		}
		if err := checkChain(d.Digits, d.Length); err != nil {
			return err
		}
		if err := checkCode("link", d.Link, d.Digits); err != nil {
			return err
		}
		return checkNumbers(
			number{"steps", d.Steps, 0, d.Length},
			number{"released_units", d.ReleasedUnits, 0, d.Steps},
		)
	})
}

// hasDevice says whether a device is registered. Devices are checked first, so they are sorted.
func (g GenesisState) hasDevice(generator, device uint64) bool {
	_, found := slices.BinarySearchFunc(g.Devices, device, func(d Device, device uint64) int {
		return cmp.Or(cmp.Compare(d.Generator, generator), cmp.Compare(d.Number, device))
	})
	return found
}

func (g GenesisState) checkVouchers() error {
	compare := func(a, b *Voucher) int { return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Id, b.Id)) }
	return checkList("vouchers", g.Vouchers, compare, func(v *Voucher) error {
		if _, err := g.find(v.Generator); err != nil {
			return err
		}
		if !g.hasDevice(v.Generator, v.Device) {
			return invalid("device: expected one of generator %d, got %d", v.Generator, v.Device)
		}
		if err := checkAddress("buyer", v.Buyer); err != nil {
			return err
		}
		if _, known := VoucherStatus_name[int32(v.Status)]; !known || v.Status == VOUCHER_STATUS_UNSPECIFIED {
			return invalid("status: expected 1 to %d, got %d", len(VoucherStatus_name)-1, int32(v.Status))
		}
		err := checkNumbers(
			number{"id", v.Id, FirstNumber, g.NextVoucher - 1},
			number{"units", v.Units, 1, voucher.MaxUnits},
			number{"cost", v.Cost, 0, MaxAmount},
		)
		if err != nil {
			return err
		}
		return checkTime("due_at", v.DueAt)
	})
}

func (g GenesisState) checkListings() error {
	compare := func(a, b *Listing) int { return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Id, b.Id)) }
	return checkList("listings", g.Listings, compare, func(l *Listing) error {
		if _, err := g.find(l.Generator); err != nil {
			return err
		}
		if err := checkAddress("owner", l.Owner); err != nil {
			return err
		}
		err := checkNumbers(
			number{"id", l.Id, FirstNumber, g.NextListing - 1},
			number{"shares", l.Shares, 1, TotalShares},
			number{"price_per_share", l.PricePerShare, 1, MaxPricePerShare},
		)
		if err != nil {
			return err
		}
		if err := checkTime("expires_at", l.ExpiresAt); err != nil {
			return err
		}
		return checkTime("lease_until", l.LeaseUntil)
	})
}

func (g GenesisState) checkLeases() error {
	compare := func(a, b *Lease) int { return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Id, b.Id)) }
	return checkList("leases", g.Leases, compare, func(l *Lease) error {
		if _, err := g.find(l.Generator); err != nil {
			return err
		}
		if err := checkAddress("owner", l.Owner); err != nil {
			return err
		}
		if err := checkAddress("lessee", l.Lessee); err != nil {
			return err
		}
		err := checkNumbers(
			number{"id", l.Id, FirstNumber, g.NextLease - 1},
			number{"shares", l.Shares, 1, TotalShares},
		)
		if err != nil {
			return err
		}
		return checkTime("until", l.Until)
	})
}

func (g GenesisState) checkClaims() error {
	compare := func(a, b *MaintenanceClaim) int { return cmp.Compare(a.Generator, b.Generator) }
	return checkList("maintenance_claims", g.MaintenanceClaims, compare, func(c *MaintenanceClaim) error {
		if _, err := g.find(c.Generator); err != nil {
			return err
		}
		if err := checkAddress("recipient", c.Recipient); err != nil {
			return err
		}
		if err := checkAmount(c.Amount); err != nil {
			return err
		}
		return checkText("purpose", c.Purpose, 1, MaxTextBytes)
	})
}

func (g GenesisState) checkItem(it DueItem) error {
	if _, err := g.find(it.Generator); err != nil {
		return err
	}
	if err := checkTime("at", it.At); err != nil {
		return err
	}
	return checkWork(it.Kind, it.Number)
}

func compareWork(a, b DueItem) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Number, b.Number))
}

func (g GenesisState) checkDue() error {
	compare := func(a, b *DueItem) int { return cmp.Or(cmp.Compare(a.At, b.At), compareWork(*a, *b)) }
	return checkList("due", g.Due, compare, func(it *DueItem) error { return g.checkItem(*it) })
}

func (g GenesisState) checkParked() error {
	compare := func(a, b *ParkedItem) int { return compareWork(a.Item, b.Item) }
	return checkList("parked", g.Parked, compare, func(p *ParkedItem) error {
		if err := g.checkItem(p.Item); err != nil {
			return err
		}
		if err := checkText("reason", p.Reason, 0, MaxReasonBytes); err != nil {
			return err
		}
		return checkTime("parked_at", p.ParkedAt)
	})
}
