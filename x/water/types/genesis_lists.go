package types

import (
	"cmp"
	"slices"

	"github.com/utilityd/utilityd/x/internal/check"
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
		if err := check.All(check.Range("number", o.Number, 1, a.Counters.Orders), o.Validate()); err != nil {
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

// findOrder returns the order of an account on a side. Orders are checked before clearings, so they are sorted.
func (g GenesisState) findOrder(area uint64, side OrderSide, slot uint64) (*Order, error) {
	i, found := slices.BinarySearchFunc(g.Orders, Order{Area: area, Side: side, Slot: slot}, func(a, b Order) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Side, b.Side), cmp.Compare(a.Slot, b.Slot))
	})
	if !found {
		return nil, check.Invalid("area %d: expected an order of slot %d that is filled, got none", area, slot)
	}
	return &g.Orders[i], nil
}

// Validate checks the fields of the order.
func (o Order) Validate() error {
	return check.All(
		checkSide(o.Side),
		check.HasAddress("owner", o.Owner),
		check.Range("price", o.Price, 1, MaxPrice),
		check.Range("litres", o.Litres, 1, MaxLitres),
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
	return check.All(check.Range("number", a.Number, 1, area.Counters.Auctions), check.Time("held_at", a.HeldAt))
}

func (g GenesisState) checkClearings() error {
	compare := func(a, b *Clearing) int { return cmp.Compare(a.Auction.Area, b.Auction.Area) }
	return check.List(ErrInvalidGenesis, "clearings", g.Clearings, compare, func(c *Clearing) error {
		if err := g.checkAuction(&c.Auction); err != nil {
			return err
		}
		if got := uint64(len(c.Fills)); got == 0 || got > 2*MaxOrdersPerSide {
			return check.Invalid("fills: expected 1 to %d, got %d", 2*MaxOrdersPerSide, got)
		}
		if err := check.All(
			check.Range("price", c.Auction.Price, 1, MaxPrice),
			check.Range("next", c.Next, 0, uint64(len(c.Fills))-1),
		); err != nil {
			return err
		}
		return g.checkFills(c)
	})
}

// checkFills checks the trades of an auction in progress: buyers first, each side by slot. The pending ones must be
// possible, or the book would stay closed.
func (g GenesisState) checkFills(c *Clearing) error {
	for i, f := range c.Fills {
		if err := check.All(checkSide(f.Side), check.Range("litres", f.Litres, 1, MaxLitres)); err != nil {
			return err
		}
		if _, err := g.findSlot(c.Auction.Area, f.Slot); err != nil {
			return err
		}
		if i > 0 && cmp.Or(cmp.Compare(c.Fills[i-1].Side, f.Side), cmp.Compare(c.Fills[i-1].Slot, f.Slot)) >= 0 {
			return check.Invalid("fills: expected ascending order and no entry twice, got entry %d out of order", i)
		}
		if uint64(i) < c.Next {
			continue
		}
		o, err := g.findOrder(c.Auction.Area, f.Side, f.Slot)
		if err != nil {
			return err
		}
		if fits := f.Side == ORDER_SIDE_BUY && o.Price >= c.Auction.Price || f.Side == ORDER_SIDE_SELL && o.Price <= c.Auction.Price; !fits {
			return check.Invalid("price: expected one that the order of slot %d accepts, got %d for %d", f.Slot, c.Auction.Price, o.Price)
		}
		if f.Litres > o.Litres {
			return check.Invalid("litres: expected at most the %d of the order of slot %d, got %d", o.Litres, f.Slot, f.Litres)
		}
	}
	return nil
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
