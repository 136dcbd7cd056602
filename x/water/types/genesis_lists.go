package types

import (
	"cmp"
	"slices"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/water/auction"
)

func (g GenesisState) checkAccounts() error {
	compare := func(a, b *AccountState) int {
		return cmp.Or(cmp.Compare(a.Account.Area, b.Account.Area), cmp.Compare(a.Account.Slot, b.Account.Slot))
	}
	if err := g.checkComplete("accounts", len(g.Accounts), func(c Counters) uint64 { return c.Accounts }); err != nil {
		return err
	}
	return check.List(ErrInvalidGenesis, "accounts", g.Accounts, compare, func(a *AccountState) error {
		if _, err := g.findSlot(a.Account.Area, a.Account.Slot); err != nil {
			return err
		}
		return check.All(
			a.Account.Validate(),
			a.Holding.Validate(),
		)
	})
}

// Validate checks the fields of the account.
func (a Account) Validate() error {
	if err := check.All(
		check.HasAddress("owner", a.Owner),
		check.Time("opened_at", a.OpenedAt),
		check.Time("closed_at", a.ClosedAt),
		check.Time("closing_at", a.ClosingAt),
		check.Time("until", a.Until),
	); err != nil {
		return err
	}
	if a.IsOpen() != (a.Meter != 0) {
		return check.Invalid("meter: expected one if and only if the account is open, got %d", a.Meter)
	}
	return check.All(check.Range("prepaid", a.Prepaid, 0, MaxMoney), a.Policy.checkFields())
}

// Validate checks the fields of the holding.
func (h Holding) Validate() error {
	now, next := h.Subscription, h.NextSubscription
	if err := check.All(
		check.Range("persons", h.Persons, 0, MaxPersons),
		now.validate("subscription"),
		next.validate("next_subscription"),
		check.Range("overdraft_litres", h.OverdraftLitres, 0, MaxLitres),
	); err != nil {
		return err
	}
	if next.LastPeriod != 0 && (now.LastPeriod == 0 || next.FirstPeriod <= now.LastPeriod) {
		return check.Invalid("next_subscription: expected one after period %d, got one from period %d on", now.LastPeriod, next.FirstPeriod)
	}
	if h.Begun && now.LastPeriod == 0 {
		return check.Invalid("begun: expected a subscription that has begun, got none")
	}
	return nil
}

func (s Subscription) validate(field string) error {
	if s.LastPeriod == 0 {
		if s != (Subscription{}) {
			return check.Invalid("%s: expected nothing without a last period, got %+v", field, s)
		}
		return nil
	}
	return check.All(
		check.Range(field+": first_period", s.FirstPeriod, FirstPeriod, s.LastPeriod),
		check.Range(field+": persons", s.Persons, 1, MaxPersons),
		check.Range(field+": fee_per_person", s.FeePerPerson, 0, MaxPrice),
	)
}

func (g GenesisState) checkValves() error {
	compare := func(a, b *Valve) int { return cmp.Compare(a.Meter, b.Meter) }
	return check.List(ErrInvalidGenesis, "valves", g.Valves, compare, func(v *Valve) error {
		if err := check.All(checkMeterNumber(v.Meter), check.Enum("state", ValveState_name, v.State)); err != nil {
			return err
		}
		if open := v.State == VALVE_STATE_OPEN; open != (v.Reason == VALVE_REASON_UNSPECIFIED) {
			return check.Invalid("reason: expected none if and only if open, got %s with %s", v.Reason, v.State)
		}
		return nil
	})
}

func (g GenesisState) checkOrders() error {
	compare := func(a, b *Order) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Side, b.Side), cmp.Compare(a.Slot, b.Slot))
	}
	return check.List(ErrInvalidGenesis, "orders", g.Orders, compare, func(o *Order) error {
		a, err := g.findSlot(o.Area, o.Slot)
		if err != nil {
			return err
		}
		if err := check.All(check.Range("auction", o.Auction, FirstAuction, a.Market.Auctions+1), o.Validate()); err != nil {
			return err
		}
		if owner := g.ownerOf(o.Area, o.Slot); o.Owner != owner {
			return check.Invalid("owner: expected that of slot %d, %q, got %q", o.Slot, owner, o.Owner)
		}
		return nil
	})
}

// ownerOf returns the owner of the account in a slot. Accounts are checked first, so they are sorted and none is missing.
func (g GenesisState) ownerOf(area, slot uint64) string {
	i, _ := slices.BinarySearchFunc(g.Accounts, slot, func(a AccountState, slot uint64) int {
		return cmp.Or(cmp.Compare(a.Account.Area, area), cmp.Compare(a.Account.Slot, slot))
	})
	return g.Accounts[i].Account.Owner
}

// Validate checks the fields of the order.
func (o Order) Validate() error {
	return check.All(
		checkSide(o.Side),
		check.HasAddress("owner", o.Owner),
		checkPrice("price", o.Price),
		check.Range("litres", o.Litres, 1, MaxLitres),
		check.Range("before_litres", o.BeforeLitres, 0, uint64(auction.MaxSideLitres)),
		check.Time("placed_at", o.PlacedAt),
		checkWorth(o.Litres, o.Price),
	)
}

func (g GenesisState) checkAuctions() error {
	compare := func(a, b *Auction) int { return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Number, b.Number)) }
	return check.List(ErrInvalidGenesis, "auctions", g.Auctions, compare, g.checkAuction)
}

func (g GenesisState) checkAuction(a *Auction) error {
	area, err := g.find(a.Area)
	if err != nil {
		return err
	}
	return check.All(check.Range("number", a.Number, FirstAuction, area.Market.Auctions), a.Validate())
}

// Validate checks the fields of the auction, so that each of its orders can be settled.
func (a Auction) Validate() error {
	side := uint64(auction.MaxSideLitres)
	if err := check.All(
		check.Time("held_at", a.HeldAt),
		priceIfAny("price", a.Price),
		checkPrice("reference_price", a.ReferencePrice),
		check.Range("demand_litres", a.DemandLitres, 0, side),
		check.Range("supply_litres", a.SupplyLitres, 0, side),
		check.Range("orders", a.Orders, 1, 2*MaxAccounts),
		check.Range("unsettled_orders", a.UnsettledOrders, 0, a.Orders),
	); err != nil {
		return err
	}
	if trades := a.Price > 0; trades != (a.VolumeLitres > 0) || a.VolumeLitres != min(a.DemandLitres, a.SupplyLitres) {
		return check.Invalid("volume_litres: expected the lesser of %d and %d if and only if there is a price, got %d with %d",
			a.DemandLitres, a.SupplyLitres, a.VolumeLitres, a.Price)
	}
	return nil
}

func (g GenesisState) checkLevels() error {
	compare := func(a, b *Level) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Auction, b.Auction), cmp.Compare(a.Side, b.Side), cmp.Compare(a.Price, b.Price))
	}
	return check.List(ErrInvalidGenesis, "levels", g.Levels, compare, func(l *Level) error {
		area, err := g.find(l.Area)
		if err != nil {
			return err
		}
		return check.All(
			check.Range("auction", l.Auction, FirstAuction, area.Market.Auctions+1),
			checkSide(l.Side),
			checkPrice("price", l.Price),
			check.Range("litres", l.Litres, 1, uint64(auction.MaxSideLitres)),
			check.Range("before_litres", l.BeforeLitres, 0, uint64(auction.MaxSideLitres)),
		)
	})
}

func (g GenesisState) checkPayables() error {
	compare := func(a, b *Payable) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Producer, b.Producer))
	}
	return check.List(ErrInvalidGenesis, "payables", g.Payables, compare, func(p *Payable) error {
		if _, err := g.find(p.Area); err != nil {
			return err
		}
		return check.All(check.HasAddress("producer", p.Producer), check.Range("amount", p.Amount, 1, MaxMoney))
	})
}
